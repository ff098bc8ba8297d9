"""The rules: no term occurs twice, no term matches ordinary words, and each rule can match."""

import csv
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

import pytest
from pydantic import ValidationError

from tests.support.records.trials import config
from trialscape.classify.text.fold import fold
from trialscape.classify.text.lexicon import spellings
from trialscape.classify.text.vocabulary import stems
from trialscape.config.rules.cues import Cue
from trialscape.config.rules.setting_rules import LineRules

# Abbreviations of three signs or fewer that name nothing else in the texts of a registry.
SHORT_ON_PURPOSE = (
    {"5-FU", "6-MP", "6-TG", "OH2", "RP2", "RP3"}
    | {"IL-2", "IL-6", "IL6", "IL-8", "PD-1"}
    | {
        "GBM",
        "HCC",
        "HNC",
        "RCC",
        "tFL",
    }
)
# Words that registry texts use in their ordinary sense; a term that is one of them needs exact case.
ORDINARY = set(
    "able act add age aid aim air all and any arm art ask bad bag bed bit bite box boy bus car care cart cat "
    "cell chop cog cold cure cut dance dare day dose drug ear east eat echo end eye face fact fall far fast "
    "fat fit flag flow fly gas get gift go gold grade grow gun gut habit hand hard harm head heal heat help "
    "her high hip his hit home hope hot ice idea ill impact inch join key kid lab lad lag lead lean led leg "
    "let life lift line link list lot low mad man map mark mass max may med men mild mind mine minor mix mob "
    "month nail neck need net new nick night no nose not oak odd off oil old one open oral order out own pace "
    "pad pain part pat path peak pet pig pin plan point pop post power pride pro race ran rat raw red rest "
    "rib rip risk road role rope run sad safe sample scan score sea self set sham shape share shot side sign "
    "sit six skin sleep smart soft solid sound spot stage star start stat step stick sting stop sun swim tag "
    "tan target task team ten test the til tim time tip today toe ton tooth top touch tree trial trust try "
    "two use van vein vision vista visit war watch way week well west wet win wing wise yes you zone".split()
)


def words_of(*rows: Iterable[str]) -> Iterator[str]:
    """Yield the terms of rows of terms."""
    for row in rows:
        yield from row


AGENT_TERMS = [(agent.agent, (agent.agent, *agent.synonyms)) for agent in config().agents]
CANCER_TERMS = [(row.entity, (row.entity, *row.synonyms)) for row in config().cancers]
PHRASES = [row.phrase for row in config().phrases]
TARGETS = [(row.target, row.spellings) for row in config().targets]


def spelled(term: str) -> set[str]:
    """Return the folded spellings of a term, with the mark of exact case separate."""
    return {term} if term.startswith("=") else set(spellings(term))


def owners(entries: Iterable[tuple[str, Iterable[str]]]) -> dict[str, set[str]]:
    """Return who claims each spelling."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for owner, terms in entries:
        for term in terms:
            for spelling in spelled(term):
                claimed[spelling].add(owner)
    return claimed


@pytest.mark.parametrize("entries", [AGENT_TERMS, CANCER_TERMS, TARGETS], ids=["agents", "cancers", "targets"])
def test_no_spelling_belongs_to_two_entries(entries: list[tuple[str, tuple[str, ...]]]) -> None:
    assert {spelling: names for spelling, names in owners(entries).items() if len(names) > 1} == {}


def test_no_target_is_spelled_like_an_agent_or_a_phrase() -> None:
    targets = set(owners(TARGETS))
    assert targets & set(owners(AGENT_TERMS)) == set()
    assert targets & set(owners((phrase, (phrase,)) for phrase in PHRASES)) == set()


def test_no_phrase_repeats_an_agent() -> None:
    agents = {spelling for _, terms in AGENT_TERMS for term in terms for spelling in spellings(term.removeprefix("="))}
    found = {phrase for phrase in PHRASES if set(spellings(phrase.removeprefix("="))) & agents}
    assert found == set()


def test_no_two_phrases_are_the_same() -> None:
    claimed = owners((phrase, (phrase,)) for phrase in PHRASES)
    assert {tuple(sorted(names)) for names in claimed.values() if len(names) > 1} == set()


ALL_TERMS = sorted(
    {*words_of(*(terms for _, terms in (*AGENT_TERMS, *CANCER_TERMS, *TARGETS))), *PHRASES}, key=str.lower
)
FREE_TERMS = [term for term in ALL_TERMS if not term.startswith("=")]


def test_short_terms_match_in_exact_case_only() -> None:
    assert {term for term in FREE_TERMS if len(re.sub(r"[\W_]", "", term)) <= 3} <= SHORT_ON_PURPOSE


def test_ordinary_words_match_in_exact_case_only() -> None:
    assert {term for term in FREE_TERMS if fold(term) in ORDINARY} == set()


@pytest.mark.parametrize("word", ["car", "til", "sting", "bite", "vista", "lag", "cart", "tim", "target"])
def test_the_list_of_ordinary_words_contains_known_look_alikes(word: str) -> None:
    assert word in ORDINARY


def test_every_term_has_letters_or_digits() -> None:
    assert [term for term in ALL_TERMS if not any(part.strip() for part in spelled(term))] == []


SORTED = {"agents.csv": "agent", "cancers.csv": "entity", "countries.csv": "iso2"}


def column(file: str, name: str) -> list[str]:
    """Return one column of a vocabulary file."""
    with (config().folder / "terms" / file).open(encoding="utf-8", newline="") as rows:
        return [row[name] for row in csv.DictReader(rows)]


@pytest.mark.parametrize(("file", "name"), [*SORTED.items(), ("companies.csv", "company")])
def test_files_are_sorted(file: str, name: str) -> None:
    names = column(file, name)
    assert names == sorted(names)


def test_stems_are_sorted_within_their_position() -> None:
    rows = list(zip(column("stems.csv", "position"), column("stems.csv", "stem"), strict=True))
    assert rows == sorted(rows)


def test_every_stem_matches_a_word_that_ends_in_it() -> None:
    table = stems(config().stems)
    for row in config().stems:
        word = row.stem if row.position == "word" else f"qoqo{row.stem}"
        found = table.read(word)
        assert found is not None, row.stem
        assert found.name == f"-{row.stem}", f"{row.stem} is hidden by {found.name}"


def test_every_look_alike_has_the_ending_of_its_stem_and_is_not_matched() -> None:
    table = stems(config().stems)
    for row in config().stems:
        for word in row.look_alikes:
            assert word.endswith(row.stem)
            assert (table.read(word) is None) == (word not in table.words), word


def cues() -> Iterator[tuple[str, str]]:
    """Yield every pattern that is tried on folded text, with its place."""
    for path in sorted((config().folder / "axes").glob("*.toml")):
        yield from _patterns(tomllib.loads(path.read_text(encoding="utf-8")), path.name, "")


def _patterns(value: object, place: str, key: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _patterns(inner, f"{place} {name}" if isinstance(inner, dict) else place, name)
    elif isinstance(value, list):
        for inner in value:
            yield from _patterns(inner, place, key)
    elif isinstance(value, str) and key in ("patterns", "pattern", "unless"):
        yield place, value


def test_patterns_compile_and_can_match_folded_text() -> None:
    places = list(cues())
    assert len(places) > 300
    for place, pattern in places:
        re.compile(pattern)
        letters = re.sub(r"\\[A-Za-z]|\(\?P?[<=!:]\w*>?", "", pattern)
        assert not re.search("[A-Z]", letters), f"{place}: an upper-case letter never stands in folded text: {pattern}"


def test_no_pattern_matches_the_empty_text() -> None:
    for name in type(config().modality).model_fields:
        cue = getattr(config().modality, name)
        if isinstance(cue, Cue):
            assert cue.compiled().search("") is None, name


def test_words_of_cues_are_written_in_folded_form() -> None:
    text = config().text
    words = {word for cue in text.ici_setting.cue for word in cue.words}
    words |= {word for rule in (*text.resistance.rule, *text.line.rule) for word in rule.needs}
    words |= {*text.cancer_words.all, *text.ici_setting.fillers, *text.resistance.near}
    assert {word for word in words if fold(word) != word} == set()


def test_a_required_word_with_and_without_a_final_star_is_refused() -> None:
    first, second = config().text.line.rule[:2]
    rules = [rule.model_dump() | {"needs": needs} for rule, needs in ((first, ["benefit"]), (second, ["benefit*"]))]
    with pytest.raises(ValidationError, match=r"both with and without a final '\*': benefit"):
        LineRules.model_validate({"rule": rules})


def test_lists_of_agents_name_agents() -> None:
    named = {agent.agent.lower() for agent in config().agents} | {phrase.lower() for phrase in PHRASES}
    rules = config().modality
    listed = {
        *rules.adjuvants.agents,
        *rules.conditioning_agents.agents,
        *rules.interaction_probes.agents,
        *rules.supportive.agents,
    }
    assert {name for name in listed if name.lower() not in named} == set()


def test_targets_of_strategies_are_targets_of_some_drug() -> None:
    loaded = config()
    carried = {target for agent in loaded.agents for target in agent.targets}
    carried |= {row.target for row in loaded.targets}
    carried |= {target for phrase in loaded.phrases for target in phrase.targets}
    carried |= {target for stem in loaded.stems for target in stem.targets}
    asked = {target for rule in loaded.strategy.derived for target in rule.any_target}
    assert asked - carried == set()
    assert set(loaded.strategy.not_coinhibitory_targets) <= carried


def test_rules_of_cancer_name_entities() -> None:
    rules, known = config().cancer, {row.entity for row in config().cancers}
    named = {*rules.vague_entities, *rules.generic, *(name for group in rules.groups.values() for name in group)}
    assert named - known == set()


def test_no_entity_is_in_two_groups() -> None:
    counted = Counter(name for group in config().cancer.groups.values() for name in group)
    assert [name for name, count in counted.items() if count > 1] == []


def test_a_target_with_a_receptor_gives_no_source_of_the_cells() -> None:
    """Names such as "CD30 CAR-T" are used by many sponsors, so that no source can be known from them."""
    loaded = config()
    targets = {re.sub(r"\W", "", target).lower() for agent in loaded.agents for target in agent.targets}
    general = {
        term
        for agent in loaded.agents
        if agent.act and "car_t" in agent.modality
        for term in (agent.agent, *agent.synonyms)
        if (rest := re.sub(r"\W|cells?|(?<=CAR)-?T|CAR|anti", "", term, flags=re.IGNORECASE).lower()) in targets
        if rest
    }
    assert general == set()
