"""How many characters a study has in the texts that are read, against the limits of ``config/axes/budget.toml``."""

from trialscape.study.model import Study


def characters_beyond(study: Study, most: int, shortest_name: int, longest_name: int) -> int:
    """Return how many characters all texts, or one name, have where that is more than these limits, else 0.

    A name counts as ``shortest_name`` characters at least, because names are compared with one another.
    """
    titles = [len(title) for title in (study.brief_title, study.official_title, study.acronym) if title]
    names = [*map(len, study.conditions), *map(len, study.keywords)]
    texts = [*map(len, (study.brief_summary, study.detailed_description, study.eligibility, study.study_population))]
    for item in study.interventions:
        names += [len(item.name), *map(len, item.other_names)]
        texts.append(len(item.description))
    for arm in study.arms:
        names.append(len(arm.label))
        texts.append(len(arm.description))
    names += [len(term.term) for term in study.condition_mesh if not term.is_ancestor]
    size = sum(texts) + sum(size if size > shortest_name else shortest_name for size in (*titles, *names))
    name = max(names, default=0)
    return size if size > most else name if name > longest_name else 0
