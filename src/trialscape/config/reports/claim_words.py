"""Words, countries and labels for names in claims that are not labels: ``config/claim_words.toml``."""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from trialscape.config.files.file_reader import Strict, read_toml
from trialscape.errors import Fault

FILE = "claim_words.toml"

Text = Annotated[str, Field(min_length=1)]
Labels = Mapping[str, Annotated[tuple[str, ...], Field(min_length=1)]]
TextField = Literal["conditions", "treatment", "text", "facilities"]


class ClaimItem(Strict):
    """One name that claims use, with one way to find it: words in a field, countries, labels, arms or the lead sponsor.

    ``agents`` is the required number of distinct agents with the labels; ``peers`` names the groups of countries that
    this group is compared with. ``led_by_company_except`` lists companies: a trial counts if a company leads it that is
    none of these and belongs to none of them. ``is_upper_bound`` says that more trials are found than are meant.
    """

    name: Text
    field: TextField | None = None
    any: tuple[Text, ...] = ()
    countries: tuple[str, ...] = ()
    labels: Labels = Field(default_factory=dict)
    at_least: int = Field(default=1, ge=1)
    arms: int = Field(default=0, ge=0)
    agents: int = Field(default=0, ge=0)
    peers: tuple[Text, ...] = ()
    led_by_company_except: tuple[Text, ...] = ()
    is_upper_bound: bool = False
    why: str = ""


class Peers(Strict):
    """The labels of one axis that a ranked label is compared with."""

    axis: Text
    labels: Annotated[tuple[str, ...], Field(min_length=2)]
    why: Text


class Denominator(Strict):
    """The whole of a share without a segment: ``measure`` over ``cohort``, and the labels of the part.

    ``is_upper_bound``: the measured figure can only be too large, so it may contradict a claim and never support it.
    ``is_only_shown``: it may be wrong either way, so the figure is shown without a verdict.
    """

    of: Text
    measure: Literal["share", "recent_share", "patient_share"]
    cohort: Text
    labels: Labels
    is_upper_bound: bool = False
    is_only_shown: bool = False
    why: Text


class ClaimWords(Strict):
    """All of claim_words.toml."""

    item: tuple[ClaimItem, ...] = ()
    peers: tuple[Peers, ...] = ()
    whole: tuple[Denominator, ...] = ()

    def named(self, name: str) -> ClaimItem | None:
        """Return the item of that name, or None."""
        return next((item for item in self.item if item.name == name), None)

    def whole_of(self, words: str) -> Denominator | None:
        """Return the denominator of a share, or None."""
        return next((whole for whole in self.whole if whole.of == words), None)

    def peers_on(self, axis: str) -> tuple[str, ...]:
        """Return the labels that are compared with one another on ``axis``; empty where none are listed."""
        return next((peers.labels for peers in self.peers if peers.axis == axis), ())


def load_claim_words(
    folder: Path,
    axes: Mapping[str, Collection[str]],
    cohorts: Collection[str] | None,
    companies: Collection[str] | None = None,
) -> tuple[ClaimWords, list[Fault]]:
    """Read the file and check every label, country, cohort and company; the words are empty when there are faults.

    ``companies`` are those without an owner; None leaves companies, as it leaves cohorts, without a check.
    """
    words, faults = read_toml(folder / FILE, ClaimWords, file=FILE)
    if words is None:
        return ClaimWords(), faults
    faults = [*_item_faults(words, axes, companies), *_whole_faults(words, axes, cohorts)]
    return (ClaimWords() if faults else words), faults


_WAYS = ("'any'", "'countries'", "'labels'", "'arms'", "'led_by_company_except'")


def _item_faults(
    words: ClaimWords, axes: Mapping[str, Collection[str]], companies: Collection[str] | None
) -> Iterator[Fault]:
    seen: set[str] = set()
    for item in words.item:
        if item.name in seen:
            yield Fault(FILE, item.name, "name", "is listed twice")
        seen.add(item.name)
        if sum(map(bool, (item.any, item.countries, item.labels, item.arms, item.led_by_company_except))) != 1:
            yield Fault(FILE, item.name, "any", f"needs exactly one of {', '.join(_WAYS)}")
        if bool(item.any) != (item.field is not None):
            yield Fault(FILE, item.name, "field", "belongs to 'any', and 'any' needs it")
        if unknown := sorted(set(item.countries) - set(axes["country"])):
            yield Fault(FILE, item.name, "countries", f"are not listed in countries.csv: {', '.join(unknown)}")
        if companies is not None and (unknown := sorted(set(item.led_by_company_except) - set(companies))):
            message = f"are no companies without an owner in companies.csv: {', '.join(unknown)}"
            yield Fault(FILE, item.name, "led_by_company_except", message)
        yield from _label_faults(item.name, item.labels, axes)
        yield from _peer_faults(words, item)


def _peer_faults(words: ClaimWords, item: ClaimItem) -> Iterator[Fault]:
    if item.agents and set(item.labels) != {"modality"}:
        yield Fault(
            FILE, item.name, "agents", "counts the agents behind labels.modality, and needs it and no other axis"
        )
    for name in item.peers:
        peer = words.named(name)
        if not item.countries or peer is None or not peer.countries:
            yield Fault(FILE, item.name, "peers", f"compares groups of countries; '{name}' or this item is not one")


def _whole_faults(
    words: ClaimWords, axes: Mapping[str, Collection[str]], cohorts: Collection[str] | None
) -> Iterator[Fault]:
    for whole in words.whole:
        if cohorts is not None and whole.cohort not in cohorts:
            yield Fault(FILE, whole.of, "cohort", f"'{whole.cohort}' is no cohort")
        yield from _label_faults(whole.of, whole.labels, axes)
    for peers in words.peers:
        yield from _label_faults(f"peers on {peers.axis}", {peers.axis: peers.labels}, axes)


def _label_faults(item: str, labels: Labels, axes: Mapping[str, Collection[str]]) -> Iterator[Fault]:
    for axis, names in labels.items():
        if axis not in axes:
            yield Fault(FILE, item, f"labels.{axis}", f"there is no axis '{axis}'")
        elif unknown := sorted(set(names) - set(axes[axis])):
            yield Fault(FILE, item, f"labels.{axis}", f"there is no label {', '.join(unknown)}")
