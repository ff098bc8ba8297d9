"""One trial as rows of the warehouse's raw tables: its version, verdicts, evidence, sponsors and sites."""

from collections.abc import Iterator
from typing import Any

from trialscape.archive.files.model import VersionHead
from trialscape.classify.confidence import Confidence
from trialscape.classify.overrides import OVERRIDE
from trialscape.classify.site.facility_class import FacilityClassifier
from trialscape.classify.site.sponsor_company import SponsorReader
from trialscape.study.model import Study
from trialscape.verdict import Classification, merge_labels

Row = tuple[Any, ...]

VERSION_COLUMNS = ("nct_id", "seen_from", "edition", "last_update_posted", "content_hash")
VERDICT_COLUMNS = ("nct_id", "axis", "label", "rule", "rule_version", "is_default", "confidence")
EVIDENCE_COLUMNS = (
    "nct_id",
    "axis",
    "label",
    "rule",
    "role",
    "field",
    "start_at",
    "end_at",
    "quote",
    "term",
)
DEFEAT_COLUMNS = ("nct_id", "axis", "label", "rule", "why")
CURATED_COLUMNS = ("nct_id", "axis", "given_by", "label")
SPONSOR_COLUMNS = ("nct_id", "role", "name", "company", "parent")
SITE_COLUMNS = ("facility", "country", "end_user", "rule", "quote", "is_default")


def version_row(version: VersionHead) -> Row:
    """Return the row of ``raw.study_version``."""
    posted = version.last_update_posted or None
    return version.nct_id, version.seen_at, version.edition, posted, version.content_hash


def verdict_rows(result: Classification, confidence: Confidence) -> Iterator[Row]:
    """Yield the rows of ``raw.verdict``, one for each axis, label and rule."""
    seen = set()
    for verdict in result.verdicts:
        key = (verdict.axis, verdict.label, verdict.rule)
        if key not in seen:
            seen.add(key)
            yield result.nct_id, *key, result.rule_version, verdict.is_default, round(confidence.of_label(verdict), 4)


def evidence_rows(result: Classification) -> Iterator[Row]:
    """Yield the rows of ``raw.evidence``; words quoted twice for one label count once."""
    seen = set()
    for verdict in result.verdicts:
        for item in verdict.evidence:
            key = (verdict.axis, verdict.label, verdict.rule, item.role, item.field, item.start, item.end)
            if key not in seen:
                seen.add(key)
                yield result.nct_id, *key, item.quote, item.term or None


def defeat_rows(result: Classification) -> Iterator[Row]:
    """Yield the rows of ``raw.defeat``, each reason once."""
    rows = ((result.nct_id, item.axis, item.label, item.rule, item.why) for item in result.defeats)
    yield from dict.fromkeys(rows)


def curated_rows(result: Classification) -> Iterator[Row]:
    """Yield the rows of ``raw.curated_label``: the labels of curator and rules on each axis that a curator decided.

    The label is empty where the rules give none.
    """
    before = merge_labels(result.overruled)
    decided = {verdict.axis for verdict in result.verdicts if verdict.rule.startswith(OVERRIDE)}
    for axis in sorted(decided):
        yield from ((result.nct_id, axis, "curator", label) for label in result.labels(axis))
        yield from ((result.nct_id, axis, "rules", label) for label in before.get(axis, [""]))


def sponsor_rows(study: Study, sponsors: SponsorReader) -> Iterator[Row]:
    """Yield the rows of ``raw.sponsor_company`` for lead sponsor and collaborators that are known companies."""
    named = [("lead", study.lead_sponsor), *(("collaborator", sponsor) for sponsor in study.collaborators)]
    rows = []
    for role, sponsor in named:
        if sponsor is not None and (found := sponsors.company(sponsor.name, sponsor.agency_class)) is not None:
            rows.append((study.nct_id, role, sponsor.name, *found))
    yield from dict.fromkeys(rows)


class SiteRows:
    """The class of each pair of facility and country; equal names are classified once."""

    def __init__(self, facilities: FacilityClassifier) -> None:
        self._facilities = facilities
        self._verdicts: dict[str, Row] = {}

    def rows(self, study: Study) -> Iterator[Row]:
        """Yield the rows of ``raw.site_class`` for one study, each pair once."""
        for facility, country in dict.fromkeys((site.facility, site.country) for site in study.sites):
            yield facility, country, *self._verdict(facility)

    def _verdict(self, facility: str) -> Row:
        if facility not in self._verdicts:
            verdict = self._facilities.classify(facility)
            quote = " … ".join(item.quote for item in verdict.quotations) or None
            self._verdicts[facility] = (verdict.end_user, verdict.rule, quote, verdict.is_default)
        return self._verdicts[facility]
