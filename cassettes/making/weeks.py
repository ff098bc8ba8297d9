"""Two editions of the same trials, a week apart: what happens between them is invented for the demonstration."""

import copy
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from making.facts import Record
from making.prose import rewritten

FIRST, SECOND = "2026-11-06", "2026-11-13"
NEW, WITHHELD, TURNED_AWAY, SILENT = 12, 2, 2, 2
_POSTING_DAYS = ("2026-11-09", "2026-11-10", "2026-11-12")
_PLACEHOLDER_ENROLMENT = 99_999_999

Pool = dict[str, Record]
Edit = Callable[[Record], None]


@dataclass(frozen=True)
class Tracked:
    """What the searches find among all records: the trials, and those that only words of eligibility let in."""

    trials: frozenset[str]
    by_words_only: frozenset[str]


def editions(pool: Pool, settings: dict[str, str], tracked: Tracked) -> tuple[Pool, Pool]:
    """Return the records of both editions; ``settings`` says what each trial does with earlier checkpoint therapy."""
    chooser = _Chooser(pool, tracked)
    first = {nct_id: copy.deepcopy(record) for nct_id, record in pool.items()}
    _make_odd(first, chooser)
    new = chooser.take(NEW, "new", _is_young)
    gone = chooser.take(WITHHELD, "withheld", lambda record: not record["hasResults"])
    second = {nct_id: copy.deepcopy(record) for nct_id, record in first.items() if nct_id not in gone}
    for nct_id in new:
        del first[nct_id]
        _post_first(second[nct_id])
    for nct_id in chooser.take(TURNED_AWAY, "turned away", among=tracked.by_words_only):
        second[nct_id] = _posted(rewritten(second[nct_id], ""))
    for nct_id in chooser.take(SILENT, "silent", _has("overallStatus", "RECRUITING")):
        status = second[nct_id]["protocolSection"]["statusModule"]
        status["lastKnownStatus"], status["overallStatus"] = status["overallStatus"], "UNKNOWN"
    for count, why, fits, edit in _EDITS:
        for nct_id in chooser.take(count, why, fits):
            edit(second[nct_id])
            second[nct_id] = _posted(second[nct_id])
    for before, after in (("allowed", "required"), ("excluded", "allowed")):
        for nct_id in chooser.take(1, after, among=frozenset(n for n, s in settings.items() if s == before)):
            second[nct_id] = _posted(rewritten(second[nct_id], after))
    return first, second


class _Chooser:
    """Picks tracked trials by a hash of their ids, each at most once."""

    def __init__(self, pool: Pool, tracked: Tracked) -> None:
        self._pool, self._free = pool, set(tracked.trials)

    def take(
        self,
        count: int,
        salt: str,
        fits: Callable[[Record], bool] = lambda record: True,  # noqa: ARG005
        among: frozenset[str] | None = None,
    ) -> list[str]:
        """Return ``count`` trials that fit and are not taken yet; raises LookupError when there are fewer."""
        options = self._free if among is None else self._free & among
        ranked = sorted(
            (nct_id for nct_id in options if fits(self._pool[nct_id])),
            key=lambda nct_id: hashlib.sha256(f"{salt} {nct_id}".encode()).digest(),
        )
        if len(ranked) < count:
            raise LookupError(f"{count} trials were wanted as '{salt}' and there are {len(ranked)}.")
        self._free.difference_update(ranked[:count])
        return sorted(ranked[:count])


def _status(record: Record) -> Record:
    module: Record = record["protocolSection"]["statusModule"]
    return module


def _has(key: str, value: str) -> Callable[[Record], bool]:
    return lambda record: _status(record).get(key) == value


def _is_young(record: Record) -> bool:
    is_open = _status(record).get("overallStatus") in ("NOT_YET_RECRUITING", "RECRUITING")
    return is_open and _posted_first(record) >= "2025-01"


def _posted_first(record: Record) -> str:
    return str(_status(record).get("studyFirstPostDateStruct", {}).get("date", ""))


def _starts_on_a_day(record: Record) -> bool:
    return str(_status(record).get("startDateStruct", {}).get("date", "")).count("-") == 2


def _make_odd(pool: Pool, chooser: _Chooser) -> None:
    """Give four records what the registry really serves now and then: it must be counted, not stumbled over."""
    (enum,) = chooser.take(1, "enum", lambda record: len(_products(record)) > 1)
    _products(pool[enum])[-1]["type"] = "DIGITAL_THERAPEUTIC"
    (placeholder,) = chooser.take(1, "placeholder", lambda record: "enrollmentInfo" in _design(record))
    _design(pool[placeholder])["enrollmentInfo"] = {"count": _PLACEHOLDER_ENROLMENT, "type": "ESTIMATED"}
    (month,) = chooser.take(1, "month", _starts_on_a_day)
    start = _status(pool[month])["startDateStruct"]
    start["date"] = start["date"][:7]
    (legacy,) = chooser.take(1, "legacy", lambda record: any("Korea" in s.get("country", "") for s in _sites(record)))
    for site in _sites(pool[legacy]):
        if "Korea" in site.get("country", ""):
            site["country"] = "Korea, Republic of"


def _products(record: Record) -> list[Record]:
    products: list[Record] = record["protocolSection"]["armsInterventionsModule"]["interventions"]
    return products


def _design(record: Record) -> Record:
    module: Record = record["protocolSection"].get("designModule", {})
    return module


def _sites(record: Record) -> list[Record]:
    sites: list[Record] = record["protocolSection"].get("contactsLocationsModule", {}).get("locations", [])
    return sites


def _day(record: Record) -> str:
    nct_id = record["protocolSection"]["identificationModule"]["nctId"]
    return _POSTING_DAYS[int(nct_id[-2:]) % len(_POSTING_DAYS)]


def _posted(record: Record) -> Record:
    status = _status(record)
    day = _day(record)
    status["statusVerifiedDate"] = "2026-11"
    status["lastUpdateSubmitDate"] = f"2026-11-0{int(day[-2:]) % 5 + 1}"
    status["lastUpdatePostDateStruct"] = {"date": day, "type": "ACTUAL"}
    return record


def _post_first(record: Record) -> None:
    """Let a trial appear in the week of the second edition: posted then, starting next month."""
    status = _status(_posted(record))
    status["overallStatus"] = "NOT_YET_RECRUITING"
    status["startDateStruct"] = {"date": "2026-12", "type": "ESTIMATED"}
    status["studyFirstSubmitDate"] = status["lastUpdateSubmitDate"]
    status["studyFirstPostDateStruct"] = {"date": _day(record), "type": "ACTUAL"}
    for site in _sites(record):
        site.pop("status", None)


def _move(after: str, why_stopped: str = "") -> Edit:
    def edit(record: Record) -> None:
        status = _status(record)
        status["overallStatus"] = after
        if why_stopped:
            status["whyStopped"] = why_stopped
        for site in _sites(record):
            site.pop("status", None)

    return edit


def _slip(record: Record) -> None:
    for name in ("primaryCompletionDateStruct", "completionDateStruct"):
        struct = _status(record).get(name)
        if struct and struct.get("type") == "ESTIMATED":
            struct["date"] = f"{int(struct['date'][:4]) + 1}{struct['date'][4:7]}"


def _has_estimate(record: Record) -> bool:
    return bool(_status(record).get("primaryCompletionDateStruct", {}).get("type") == "ESTIMATED")


def _enrol_more(record: Record) -> None:
    info = _design(record)["enrollmentInfo"]
    info["count"] = round(info["count"] * 1.25) + 4


def _add_site(record: Record) -> None:
    """List another site in the city and country of the first one; its name says no more than that."""
    first = _sites(record)[0]
    kept: Record = {key: first[key] for key in ("city", "state", "country", "geoPoint") if key in first}
    _sites(record).append({"facility": "Further study site", **kept})


def _post_results(record: Record) -> None:
    record["hasResults"] = True
    _status(record)["resultsFirstPostDateStruct"] = {"date": _day(record), "type": "ACTUAL"}


def _is_growable(record: Record) -> bool:
    return 0 < int(_design(record).get("enrollmentInfo", {}).get("count", 0)) < 5000


def _lacks_results(record: Record) -> bool:
    return _has("overallStatus", "COMPLETED")(record) and not record["hasResults"]


_EDITS: tuple[tuple[int, str, Callable[[Record], bool], Edit], ...] = (
    (3, "closed", _has("overallStatus", "RECRUITING"), _move("ACTIVE_NOT_RECRUITING")),
    (2, "opened", _has("overallStatus", "NOT_YET_RECRUITING"), _move("RECRUITING")),
    (1, "completed", _has("overallStatus", "ACTIVE_NOT_RECRUITING"), _move("COMPLETED")),
    (1, "ended", _has("overallStatus", "RECRUITING"), _move("TERMINATED", "The sponsor ended development.")),
    (5, "slipped", _has_estimate, _slip),
    (2, "enrolment", _is_growable, _enrol_more),
    (2, "site", lambda record: bool(_sites(record)), _add_site),
    (2, "results", _lacks_results, _post_results),
)


def rows(pool: Pool) -> Iterator[Record]:
    """Yield the records in the order of their ids."""
    for nct_id in sorted(pool):
        yield pool[nct_id]
