"""The fate of trials that left every search: each is requested by its id, and the registry's answer is archived."""

from collections.abc import Callable
from dataclasses import dataclass

from trialscape.archive.files.model import Fate
from trialscape.archive.writer import RunWriter
from trialscape.errors import RegistryError
from trialscape.registry.session import UnknownTrialError
from trialscape.registry.walk import Registry, Study
from trialscape.study.decode.parse import UnreadableRecordError, parse_study, record_id
from trialscape.study.signals import audit

_WITHHELD = "WITHHELD"


@dataclass(frozen=True, slots=True)
class TrialFate:
    """The registry's answer for one trial; ``detail`` is the trial it was merged into, or its status."""

    nct_id: str
    fate: Fate
    detail: str


@dataclass(frozen=True, slots=True)
class FateLookups:
    """The trials that were looked up, how many wait for the next refresh, and the error that ended the look-ups."""

    fates: tuple[TrialFate, ...] = ()
    waiting: int = 0
    error: str = ""


def look_up_fates(
    run: RunWriter, registry: Registry, most: int, on_trial: Callable[[int, int], None] | None = None
) -> FateLookups:
    """Look up to ``most`` departed trials and record their fates in ``run``.

    After an error of the registry the remaining trials wait for the next refresh, so that the run is not lost.
    ``on_trial`` receives the number of look-ups done and their total.
    """
    departed = run.departed()
    fates: list[TrialFate] = []
    for nct_id in departed[:most]:
        try:
            fates.append(_ask(run, registry, nct_id))
        except RegistryError as error:
            return FateLookups(tuple(fates), len(departed) - len(fates), str(error))
        if on_trial is not None:
            on_trial(len(fates), min(len(departed), most))
    return FateLookups(tuple(fates), len(departed) - len(fates))


def _ask(run: RunWriter, registry: Registry, nct_id: str) -> TrialFate:
    try:
        study = registry.single(nct_id)
    except UnknownTrialError:
        found = TrialFate(nct_id, Fate.GONE, "")
    else:
        found = _judged(run, nct_id, study)
    run.add_fate(found.nct_id, found.fate, found.detail)
    return found


def _judged(run: RunWriter, nct_id: str, study: Study) -> TrialFate:
    """Return the fate that the record shows. It is stored as a version, unless it belongs to the trial merged into."""
    answered = record_id(study)
    if answered and answered != nct_id:
        return TrialFate(nct_id, Fate.MERGED, answered)
    try:
        _, signals = parse_study(study)
        run.add(study)
    except UnreadableRecordError:
        # The record exists, and only that matters here.
        return TrialFate(nct_id, Fate.UNMATCHED, "")
    for signal in (*signals, *audit(study, nct_id)):
        run.add_signal(signal)
    status = _status(study)
    return TrialFate(nct_id, Fate.WITHHELD if status == _WITHHELD else Fate.UNMATCHED, status)


def _status(study: Study) -> str:
    protocol = study.get("protocolSection")
    module = protocol.get("statusModule") if isinstance(protocol, dict) else None
    status = module.get("overallStatus") if isinstance(module, dict) else None
    return status if isinstance(status, str) else ""
