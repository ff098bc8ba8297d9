"""How many characters a study has in the texts that are read, against the limits of ``config/axes/budget.toml``."""

from trialscape.study.model import Study


def characters_beyond(study: Study, most: int, shortest_name: int, longest_name: int) -> int:
    """Return how many characters all texts, or one name, have where that is more than these limits, else 0.

    A name counts as ``shortest_name`` characters at least, because names are compared with one another.
    """
    titles = [title for title in (study.brief_title, study.official_title, study.acronym) if title]
    texts = [study.brief_summary, study.detailed_description, study.eligibility, study.study_population]
    names = [*study.conditions, *study.keywords]
    for item in study.interventions:
        names += (item.name, *item.other_names)
        texts.append(item.description)
    for arm in study.arms:
        names.append(arm.label)
        texts.append(arm.description)
    names += [term.term for term in study.condition_mesh if not term.is_ancestor]
    sizes = list(map(len, names))
    counted = [*map(len, titles), *sizes]
    size = sum(map(len, texts)) + sum([size if size > shortest_name else shortest_name for size in counted])
    name = max(sizes, default=0)
    return size if size > most else name if name > longest_name else 0
