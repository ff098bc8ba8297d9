"""Other words for the names that options take: ``config/names.toml``."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import Field

from trialscape.config.files.file_reader import Strict, read_toml, spelling_hint
from trialscape.errors import Fault

NAMES_FILE = "names.toml"
Spellings = Mapping[str, tuple[str, ...]]

# Names of these kinds are unique in the whole program, so that a spelling may mean one of them only. The same word may
# mean a segment of one report and another segment of the next.
_UNIQUE = ("modality", "cancer", "history", "status", "phase", "cohort", "scope", "counting")


class Organ(Strict):
    """An organ whose cancers belong to several names: ``labels`` of the axis cancer, and further ``diseases``."""

    words: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    diseases: tuple[str, ...] = ()


class Names(Strict):
    """For each kind of name: the name and its other spellings."""

    modality: Spellings = Field(default={})
    cancer: Spellings = Field(default={})
    history: Spellings = Field(default={})
    status: Spellings = Field(default={})
    phase: Spellings = Field(default={})
    dimension: Spellings = Field(default={})
    segment: Spellings = Field(default={})
    cohort: Spellings = Field(default={})
    scope: Spellings = Field(default={})
    counting: Spellings = Field(default={})
    organ: Mapping[str, Organ] = Field(default={})


def load_names(folder: Path, axes: Mapping[str, frozenset[str]], diseases: frozenset[str]) -> tuple[Names, list[Fault]]:
    """Read ``names.toml``; modalities and cancers must be labels, and a spelling may belong to one name of its kind.

    The cancers of an organ must be labels, or ``diseases`` of the vocabulary.
    """
    loaded, faults = read_toml(folder / NAMES_FILE, Names, file=NAMES_FILE)
    if loaded is None:
        return Names(), faults
    return loaded, [*_unknown(loaded, axes), *_unknown_in_organs(loaded, axes, diseases), *_shared(loaded)]


def _unknown(names: Names, axes: Mapping[str, frozenset[str]]) -> Iterator[Fault]:
    for kind in ("modality", "cancer"):
        known = sorted(axes[kind])
        for name in getattr(names, kind):
            if name not in known:
                problem = f"'{name}' is not a label of {kind}{spelling_hint(name, known)}"
                yield Fault(NAMES_FILE, kind, name, problem, ", ".join(known))


def _unknown_in_organs(names: Names, axes: Mapping[str, frozenset[str]], diseases: frozenset[str]) -> Iterator[Fault]:
    for organ, item in names.organ.items():
        for name in item.labels:
            if name not in axes["cancer"]:
                problem = f"'{name}' is not a label of cancer{spelling_hint(name, sorted(axes['cancer']))}"
                yield Fault(NAMES_FILE, f"organ {organ}", "labels", problem)
        for name in item.diseases:
            if name not in diseases:
                problem = f"'{name}' is not an entity of terms/cancers.csv{spelling_hint(name, sorted(diseases))}"
                yield Fault(NAMES_FILE, f"organ {organ}", "diseases", problem)


def _shared(names: Names) -> Iterator[Fault]:
    for kind in _UNIQUE:
        owner: dict[str, str] = {}
        for name, words in getattr(names, kind).items():
            for word in (name, *words):
                if owner.setdefault(word.casefold(), name) != name:
                    yield Fault(NAMES_FILE, kind, name, f"'{word}' already belongs to {owner[word.casefold()]}")
