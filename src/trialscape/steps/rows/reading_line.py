"""What one version of a record says under the rules, as one line of JSON with the rows of several raw tables."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import fields
from typing import Any

import orjson

from trialscape.archive.files.model import StoredVersion
from trialscape.classify.assemble import build_classifier
from trialscape.classify.confidence import Confidence
from trialscape.classify.site.facility_class import build_facilities
from trialscape.classify.site.sponsor_company import SponsorReader
from trialscape.config.load import Config
from trialscape.program_version import code_version
from trialscape.steps.rows import study_rows as rows
from trialscape.study.decode.parse import UnreadableRecordError, parse_study
from trialscape.study.model import Study

_FIELDS = tuple(field.name for field in fields(Study))


def readings_version(config: Config) -> str:
    """Return twelve hex digits that change with anything that a reading depends on, the record apart."""
    rests_on = (code_version(), config.rule_version, config.overrides, config.confidence)
    return hashlib.sha256(repr(rests_on).encode()).hexdigest()[:12]


class ReadingLines:
    """The compiled rules of one configuration; one instance serves any number of versions."""

    def __init__(self, config: Config) -> None:
        self._classifier = build_classifier(config)
        self._confidence = Confidence(config.confidence)
        self._sponsors = SponsorReader(config.companies)
        self._sites = rows.SiteRows(build_facilities(config))

    def line(self, version: StoredVersion) -> bytes:
        """Return the reading of a version; of one that cannot be read, the reason."""
        head = {"nct_id": version.nct_id, "content_hash": version.content_hash}
        try:
            study, _ = parse_study(version.record)
        except UnreadableRecordError as error:
            return orjson.dumps({**head, "refused": str(error)})
        return orjson.dumps({**head, **self._reading(study)})

    def _reading(self, study: Study) -> dict[str, Any]:
        result = self._classifier.classify(study)
        return {
            "brief_title": study.brief_title,
            "filled": [name for name in _FIELDS if getattr(study, name)],
            "too_long": result.too_long,
            "verdicts": _named(rows.VERDICT_COLUMNS, rows.verdict_rows(result, self._confidence)),
            "evidence": _named(rows.EVIDENCE_COLUMNS, rows.evidence_rows(result)),
            "defeats": _named(rows.DEFEAT_COLUMNS, rows.defeat_rows(result)),
            "curated": _named(rows.CURATED_COLUMNS, rows.curated_rows(result)),
            "sponsors": _named(rows.SPONSOR_COLUMNS, rows.sponsor_rows(study, self._sponsors)),
            "sites": _named(rows.SITE_COLUMNS, self._sites.rows(study)),
        }


def _named(columns: Sequence[str], found: Iterable[rows.Row]) -> list[dict[str, Any]]:
    return [dict(zip(columns, row, strict=True)) for row in found]
