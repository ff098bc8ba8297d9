"""Plain-Python twin of the claim checks: every test of every claim, trial by trial."""

import datetime as dt
import re
import statistics
from collections.abc import Callable, Iterator
from typing import Any

from scipy.stats import binom

from tests.sql.landscape import PHASE_BUCKETS, Landscape, wilson
from tests.sql.twins.market import is_of_shares, judge_shares
from tests.sql.twins.pipeline import pipeline_vs_market
from tests.support.tables.tables import Row
from trialscape.study.model import Study

Key = tuple[str, str, int]
INFINITE = float("inf")


def claim_check(land: Landscape) -> Iterator[Row]:
    """Answer each claim in each cohort; the texts of figures have a separate test."""
    tests = land.world.rows("claim_test")
    reports = {row["report"]: row for row in land.world.rows("report")}
    cells = list(pipeline_vs_market(land))
    for report, claim in sorted({(test["report"], test["claim"]) for test in tests}):
        own = sorted((t for t in tests if (t["report"], t["claim"]) == (report, claim)), key=lambda t: int(t["test"]))
        for cohort in [row["cohort"] for row in land.world.rows("cohort")]:
            asked = [_Test(land, test, cohort, cells) for test in own]
            results = [test.result() for test in asked]
            answers = [_worded(test, result["answer"]) for test, result in zip(own, results, strict=True)]
            judged = zip(answers, own, results, strict=True)
            first: Row = next((result for result in results if result["value"] is not None), {})
            yield {
                "report": report,
                "claim": claim,
                "cohort": cohort,
                "claim_position": own[0]["claim_position"],
                "is_default_cohort": reports[report]["default_cohort"] == cohort,
                "says": own[0]["says"],
                "place": own[0]["place"],
                "kinds": sorted({test["kind"] for test in own}),
                "answer": _together(answers),
                "why": " | ".join(
                    ": ".join(filter(None, (_head(land, test, answer, len(own)), _note(land, test, answer, result))))
                    for answer, test, result in judged
                ),
                "value": first.get("value"),
                "value_low": first.get("low"),
                "value_high": first.get("high"),
                "trial_count": first.get("trials", 0),
                "example_trials": sorted({nct_id for result in results for nct_id in result.get("examples", [])}),
                "predicates": sorted({test.predicate for test in asked if test.predicate}),
                "counting": "partition" if any(test.is_of_shares for test in asked) else "whole",
                "report_version": reports[report]["version"],
                "snapshot_id": "snap",
                "rule_version": "rules-1",
            }


MARKET = ("share", "rank", "order", "growth_rank", "trend")
OPEN = {
    "presence": "Too few such trials are found; that does not show that there are none.",
    "event": "Not everything named has a trial that started in these days; that does not show that none did.",
    "agents": "Fewer agents are tracked than the claim asks for; one that is not tracked is not counted.",
    "absence": "Exactly half of the countries have such a trial.",
}
STAND_IN = "Past starts of trials stand in for growth; late registrations may still add to the last years."
NOTHING = "There is nothing to measure."
TOO_LARGE = "The figure can only be too large, so that it cannot support the claim."
UNSETTLED = "The trials do not settle it with 95 % confidence."
# Most approvals leave no record, so that none found answers nothing.
_NOT_FOUND = {"regulatory": "not_testable"}
AGAINST = {
    "event": "No such trial started in these days, while others of the kind did at other times.",
    "absence": "More than half of the countries have such a trial.",
}


def _worded(test: Row, answer: str) -> str:
    return "not_in_line" if answer == "contradicted" and test["kind"] in MARKET else answer


def _head(land: Landscape, test: Row, answer: str, tests: int) -> str:
    """Return the answer, with what the test is about where its claim has several tests."""
    key = ("report", "claim", "test")
    rows = [row for row in land.world.rows("claim_target") if all(row[name] == test[name] for name in key)]
    facets: dict[str, set[str]] = {}
    for row in rows:
        if row["role"] in ("filter", "named"):
            facets.setdefault(row["facet"], set()).add(row["title"])
    head = answer.replace("_", " ")
    if tests == 1 or not facets:
        return head
    lists = [_first_three(sorted(facets[facet])) for facet in sorted(facets, key=lambda name: (name != "peer", name))]
    return f"{head} ({_measured(test)} of {'; '.join(lists)})"


def _first_three(titles: list[str]) -> str:
    return ", ".join(titles[:3]) + (f" and {len(titles) - 3} more" if len(titles) > 3 else "")


def _measured(test: Row) -> str:
    if test["method"] in ("order", "bound"):
        names = {"growth": "growth", "own_growth": "growth", "patient_share": "planned patients"}
        return names.get(test["measure"], "share")
    return "agents" if test["method"] == "agents" else "trials"


def _note(land: Landscape, test: Row, answer: str, result: Row) -> str:
    only = {row["cohort"]: row["title"] for row in land.world.rows("cohort")}.get(test["only_cohort"])
    reported = [f"Measured over the cohort '{only}'." if only and test["method"] != "none" else ""]
    reported += [test["why_not"] or test["unmeasured"] or ""]
    if answer == "inconclusive" and not test["is_only_shown"]:
        reported.append(OPEN.get(test["method"]) or _open(test, result))
        reported.append(result.get("excluding", ""))
    if answer in ("contradicted", "not_in_line") and not test["is_only_shown"]:
        reported.append(AGAINST.get(test["method"], "The trials point the other way with 95 % confidence."))
    reported += ["Trials are compared, not revenue."] if answer == "not_in_line" else []
    is_growth = test["method"] in ("order", "bound") and test["measure"] in ("growth", "own_growth")
    reported += [STAND_IN] if is_growth else []
    return " ".join(filter(None, reported))


def _open(test: Row, result: Row) -> str:
    if result.get("open"):
        return str(result["open"])
    if result["low"] is None:
        return NOTHING
    is_too_large = test["is_upper_bound"] and (test["low"] or 0) <= result["low"] <= result["high"] <= test["high"]
    return TOO_LARGE if is_too_large else UNSETTLED


def _together(answers: list[str]) -> str:
    for no in ("contradicted", "not_in_line"):
        if no in answers:
            return no
    real = [answer for answer in answers if answer != "not_testable"]
    if not real:
        return "not_testable"
    return "supported" if set(real) == {"supported"} else "inconclusive"


class _Test:
    """One test of a claim in one cohort."""

    def __init__(self, land: Landscape, test: Row, cohort: str, cells: list[Row]) -> None:
        self.land, self.test, self.cohort, self.cells = land, test, cohort, cells
        key = (test["report"], test["claim"], test["test"])
        rows = [row for row in land.world.rows("claim_target") if (row["report"], row["claim"], row["test"]) == key]
        self.rows, self.is_of_shares = rows, is_of_shares(test, rows)
        self.items: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            self.items.setdefault((row["facet"], row["item"]), []).append(row)
        self.facets = {facet for facet, _ in self.items} - {"peer"}
        self._measured = test["only_cohort"] or cohort
        self.members = land.cohort(self._measured)

    @property
    def predicate(self) -> str | None:
        """The SQL file that answers the test."""
        name = {"agents": "agent"}.get(self.test["method"], self.test["method"])
        return None if name == "none" else f"claims/{'partition' if self.is_of_shares else name}_check.sql"

    def result(self) -> Row:
        """Return the answer, the first figure with its interval, its trials and examples."""
        if self.is_of_shares:
            return judge_shares(self.land, self.test, self.rows, self._measured, self.cells)
        methods: dict[str, Callable[[], Row]] = {
            "none": lambda: {"answer": "not_testable", "value": None},
            "order": self._order,
            "bound": self._bound,
            "presence": self._presence,
            "event": self._event,
            "agents": self._agents,
            "absence": self._absence,
        }
        return methods[self.test["method"]]()

    def meets(self, nct_id: str, item: tuple[str, str]) -> bool:
        rows = self.items[item]
        if rows[0]["means"] == "agent":
            return len(self._agents_of(nct_id, rows)) >= int(rows[0]["at_least"])
        return sum(_holds(self.land, nct_id, row) for row in rows) >= int(rows[0]["at_least"])

    def _agents_of(self, nct_id: str, rows: list[Row]) -> set[str]:
        counted = {(row["agent"], row["label"]): row["counted_as"] for row in self.land.world.rows("agent")}
        wanted = {(row["axis"], row["label"]) for row in rows}
        seen = (row for row in self.land.world.rows("evidence") if row["nct_id"] == nct_id)
        return {
            counted[row["term"], row["label"]]
            for row in seen
            if row["role"] == "experimental"
            and (row["axis"], row["label"]) in wanted
            and (row["term"], row["label"]) in counted
        }

    def is_about(self, nct_id: str) -> bool:
        return all(any(self.meets(nct_id, item) for item in self.items if item[0] == facet) for facet in self.facets)

    def candidates(self) -> list[Row]:
        peers = [item for item in self.items if item[0] == "peer"]
        if not peers:
            trials = [nct_id for nct_id in self.members if self.is_about(nct_id)]
            words = " + ".join(sorted(item for _, item in self.items)) or "all"
            return [{"role": "named", "item": words, **self._measure(words, trials, self.members)}]
        base = [nct_id for nct_id in self.members if self.is_about(nct_id)]
        found = []
        for item in peers:
            trials = [nct_id for nct_id in base if self.meets(nct_id, item)]
            found.append({"role": self.items[item][0]["role"], "item": item[1], **self._measure(item[1], trials, base)})
        return found

    def _measure(self, item: str, trials: list[str], base: list[str]) -> Row:
        figure: Row = {"trials": len(trials), "value": None, "low": None, "high": None}
        measure = self.test["measure"]
        if measure in ("growth", "own_growth"):
            return {**figure, **self._growth(item)}
        recent, all_recent = self._recent(trials), self._recent(base)
        above, below, counted = {
            "share": (len(trials), len(base), len(base)),
            "recent_share": (recent, all_recent, all_recent),
            "patient_share": (self._patients(trials), self._patients(base), len(base)),
        }[measure]
        if below:
            figure["value"] = above / below
            figure["low"], figure["high"] = wilson(figure["value"] * counted, counted)
        return figure

    def _growth(self, item: str) -> Row:
        """Return what was drawn about the growth of an item."""
        wanted = {"report": self.test["report"], "claim": self.test["claim"], "test": self.test["test"]}
        wanted |= {"cohort": self.cohort, "item": item}
        drawn: Row = next((row for row in self.land.world.claim_growth if wanted.items() <= row.items()), {})
        is_own = self.test["measure"] == "own_growth"
        name = "growth" if is_own else "growth_against_rest"
        figures = {key: drawn.get(f"{name}{end}") for key, end in (("value", ""), ("low", "_low"), ("high", "_high"))}
        chance = drawn.get("probability_rising" if is_own else "probability_faster")
        return {**figures, "chance": chance, "in_order": drawn.get("probability_in_order")}

    def _recent(self, trials: list[str]) -> int:
        last = self.land.world.as_of.year - 1
        studies = [self.land.studies[nct_id] for nct_id in trials]
        years = [study.start.year for study in studies if study.start and self.land.has_started(study)]
        return sum(last - 2 <= year <= last for year in years)

    def _patients(self, trials: list[str]) -> int:
        return sum(self.land.studies[nct_id].enrollment or 0 for nct_id in trials)

    def _order(self) -> Row:
        rows = self.candidates()

        def low(role: str) -> list[float]:
            return [row["low"] for row in rows if row["role"] == role and row["low"] is not None]

        def top(role: str) -> list[float]:
            found = [row for row in rows if row["role"] == role and row["low"] is not None]
            return [INFINITE if row["high"] is None else row["high"] for row in found]

        heard = all(row["low"] is not None for row in rows if row["role"] == "named")
        named_low, named_top, other_low, other_top = low("named"), top("named"), low("other"), top("other")
        rule = self.test["rule"]
        others = [row for row in rows if row["role"] == "other" and row["value"] is not None]
        highest = max((row["value"] for row in others), default=0.0)
        active = [row["value"] for row in others if row["trials"]]
        usual = [statistics.median(active)] if active else []
        above_others = _all_above(named_low, other_top)
        yes = {
            "first": above_others,
            "last": _all_above(other_low, named_top),
            "second": _all_above(low("after"), named_top) and above_others,
            "below_usual": bool(named_top and usual) and max(named_top) < usual[0],
            "just_behind": _any_above(other_low, named_top) and bool(named_low) and min(named_low) >= highest / 2,
        }[rule]
        no = {
            "first": _one_above(other_low, named_top),
            "last": _one_above(named_low, other_top),
            "second": _one_above(other_low, named_top) or _one_above(named_low, top("after")),
            "below_usual": bool(named_low and usual) and min(named_low) > usual[0],
            "just_behind": above_others or _far_behind(other_low, named_top),
        }[rule]
        named = [row for row in rows if row["role"] == "named"]
        if rule in ("first", "last", "second") and (chances := self._chances()):
            heard, yes = True, sum(1 - chance for chance in chances) <= 0.05
            no = min(chances) <= 0.05 / len(chances)
        if self.test["measure"] == "growth":
            drawn = [row["in_order"] for row in rows if row["in_order"] is not None]
            heard, yes, no = True, bool(drawn) and drawn[0] >= 0.95, bool(drawn) and drawn[0] <= 0.05
        # Without an earlier start the ratio is endless, hence before all others.
        named.sort(key=lambda r: (r["low"] is None, -_endless(r["value"]), -(r["low"] or 0), r["item"]))
        first = named[0]
        answer = "supported" if heard and yes else "contradicted" if no else "inconclusive"
        return {**first, "answer": answer, "trials": sum(row["trials"] for row in named)}

    def _chances(self) -> list[float]:
        """Return for each pair that the claim orders the chance that the trials are in that order."""
        if self.test["measure"] not in ("share", "recent_share"):
            return []
        base = [nct_id for nct_id in self.members if self.is_about(nct_id)]
        if self.test["measure"] == "recent_share":
            base = [nct_id for nct_id in base if self._recent([nct_id])]
        held = {
            item: {nct_id for nct_id in base if self.meets(nct_id, item)} for item in self.items if item[0] == "peer"
        }
        found = []
        for one in (item for item in held if self.items[item][0]["role"] == "named"):
            for other in (item for item in held if self.items[item][0]["role"] != "named"):
                role = self.items[other][0]["role"]
                if role == "after" and self.test["rule"] != "second":
                    continue
                mine, theirs = len(held[one] - held[other]), len(held[other] - held[one])
                ahead = float(binom.cdf(mine, mine + theirs + 1, 0.5))
                found.append(1 - ahead if self.test["rule"] == "last" or role == "after" else ahead)
        return found

    def _bound(self) -> Row:
        (row,) = [row for row in self.candidates() if row["role"] == "named"]
        bottom, top = self.test["low"] or 0.0, INFINITE if self.test["high"] is None else self.test["high"]
        low, high, chance = row["low"], row["high"], row.get("chance")
        answer = "inconclusive"
        if low is None or self.test["is_only_shown"]:
            return {**row, "answer": answer}
        if chance is not None:
            answer = "supported" if chance >= 0.95 else "contradicted" if chance <= 0.05 else "inconclusive"
        elif high < bottom or (low > top and not self.test["is_upper_bound"]):
            answer = "contradicted"
        elif low >= bottom and high <= top and not self.test["is_upper_bound"]:
            answer = "supported"
        return {**row, "answer": answer}

    def _presence(self) -> Row:
        found = [nct_id for nct_id in self.members if self.is_about(nct_id)]
        needed = self.test["needed"]
        every = all(sum(self.meets(nct_id, item) for nct_id in found) >= needed for item in self.items)
        is_there = every if self.test["is_every_needed"] else len(found) >= needed
        if not is_there and self.test["kind"] in _NOT_FOUND:
            return {"answer": _NOT_FOUND[self.test["kind"]], "value": None, "examples": self._newest(found)}
        total = len(self.members)
        low, high = wilson(len(found), total) if total else (None, None)
        return {
            "answer": "supported" if is_there else "inconclusive",
            "excluding": "" if found else self._excluding(),
            "value": len(found) / total if total else None,
            "low": low,
            "high": high,
            "trials": len(found),
            "examples": self._newest(found),
        }

    def _excluding(self) -> str:
        """Name the trials that would count if they did not exclude the cohort's patients."""
        rules = [row for row in self.land.world.rows("cohort_rule") if row["cohort"] == self._measured]
        is_failed = any((r["axis"], r["label"], r["is_excluded"]) == ("ici_setting", "required", False) for r in rules)
        wanted = (nct_id for nct_id in self.land.studies if "excluded" in self.land.labels(nct_id, "ici_setting"))
        found = sorted(nct_id for nct_id in wanted if self.is_about(nct_id))
        if not found or not is_failed:
            return ""
        said = ", ".join([*found[:3], *(["and others"] if len(found) > 3 else [])])
        return f"Such trials that exclude patients who had a checkpoint inhibitor: {len(found)} ({said})."

    def _event(self) -> Row:
        tracked = [study for nct_id, study in self.land.studies.items() if self.is_about(nct_id)]
        first, last = (dt.date.fromisoformat(self.test[key]) for key in ("date_from", "date_to"))
        dated = [study for study in tracked if study.start and first <= study.start.first_day <= last]
        begun = [study for study in tracked if self.land.has_started(study)]
        timely = [study for study in dated if self.land.has_started(study)]
        may_come = any(study.overall_status != "WITHDRAWN" for study in dated)
        is_over = (first if last == dt.date.max else last) < self.land.world.as_of
        found = [study.nct_id for study in timely if study.nct_id in self.members]
        answer = "contradicted" if is_over and begun and not may_come else "inconclusive"
        if all(any(self.meets(nct_id, item) for nct_id in found) for item in self.items):
            answer = "supported"
        examples = self._newest(found)
        return {"answer": answer, "value": len(found), "trials": len(found), "examples": examples}

    def _day(self, nct_id: str) -> dt.date | None:
        start = self.land.studies[nct_id].start
        return start.first_day if start else None

    def _newest(self, trials: list[str]) -> list[str]:
        ordered = sorted(trials, key=lambda nct_id: ((self._day(nct_id) or dt.date.min).toordinal() * -1, nct_id))
        return ordered[:10]

    def _agents(self) -> Row:
        counted = {(row["agent"], row["label"]): row["counted_as"] for row in self.land.world.rows("agent")}
        peers = [rows for (facet, _), rows in self.items.items() if facet == "peer"]
        wanted = {(row["axis"], row["label"]) for rows in peers for row in rows}
        used: set[tuple[str, str]] = set()
        for row in self.land.world.rows("evidence"):
            study = self.land.studies.get(row["nct_id"])
            name = counted.get((row["term"], row["label"]))
            if study is None or not self.is_about(study.nct_id) or not self._is_in_time(study):
                continue
            with_phase = PHASE_BUCKETS.get(study.phases, "other") not in ("none", "other", "not_applicable")
            if name and with_phase and (row["axis"], row["label"]) in wanted and row["role"] == "experimental":
                used.add((name, row["nct_id"]))
        agents = len({name for name, _ in used})
        answer = "supported" if agents >= self.test["needed"] else "inconclusive"
        trials = len({nct_id for _, nct_id in used} & set(self.members))
        return {"answer": answer, "value": agents, "low": agents, "trials": trials}

    def _is_in_time(self, study: Study) -> bool:
        if not self.test["date_from"]:
            return True
        first, last = (dt.date.fromisoformat(self.test[key]) for key in ("date_from", "date_to"))
        return bool(study.start and first <= study.start.first_day <= last and self.land.has_started(study))

    def _absence(self) -> Row:
        countries = {row["label"] for (facet, _), rows in self.items.items() if facet == "peer" for row in rows}
        about = [nct_id for nct_id in self.members if self.is_about(nct_id)]
        sited = {code: [n for n in about if code in self.land.labels(n, "country")] for code in countries}
        held = [code for code, trials in sited.items() if trials]
        share = len(held) / len(countries)
        answer = "supported" if share < 0.5 else "contradicted" if share > 0.5 else "inconclusive"
        return {"answer": answer, "value": share, "trials": len({n for trials in sited.values() for n in trials})}


def _endless(value: float | None) -> float:
    return INFINITE if value is None else value


def _all_above(lows: list[float], tops: list[float]) -> bool:
    return bool(lows and tops) and min(lows) > max(tops)


def _any_above(lows: list[float], tops: list[float]) -> bool:
    return bool(lows and tops) and max(lows) > max(tops)


def _far_behind(lows: list[float], tops: list[float]) -> bool:
    return bool(lows and tops) and max(tops) < max(lows) / 2


def _one_above(lows: list[float], tops: list[float]) -> bool:
    return bool(lows and tops) and max(lows) > min(tops)


def _holds(land: Landscape, nct_id: str, row: Row) -> bool:
    study = land.studies[nct_id]
    if row["means"] == "segment":
        return str(row["label"]) in land.members.get((nct_id, row["report"], row["axis"]), {})
    if row["means"] == "label":
        return row["label"] in land.labels(nct_id, row["axis"])
    if row["means"] == "company":
        sponsors = land.world.rows("sponsor_company")
        return any((sponsor["nct_id"], sponsor["company"]) == (nct_id, row["label"]) for sponsor in sponsors)
    if row["means"] == "lead":
        lead = study.lead_sponsor
        is_company = lead is not None and bool(lead.name) and lead.agency_class == "INDUSTRY"
        return is_company and land.parent(study) not in row["label"].split("|")
    if row["means"] == "phase":
        return PHASE_BUCKETS.get(study.phases, "other") == str(row["label"])
    if row["means"] == "status":
        return study.overall_status == str(row["label"])
    if row["means"] == "arms":
        return len(study.arms) >= int(row["label"])
    return str(row["label"]) in _texts(study)[row["axis"]]


def _texts(study: Study) -> dict[str, str]:
    titles = [study.brief_title, study.official_title]
    arms = [_joined(arm.label, arm.description) for arm in study.arms]
    drugs = [_joined(item.name, item.description, *item.other_names) for item in study.interventions]
    conditions = _folded(*titles, *sorted([*study.conditions, *study.keywords]))
    treatment = _folded(*titles, study.brief_summary, *sorted([*arms, *drugs]))
    rest = _folded(study.eligibility, *sorted(outcome.measure for outcome in study.outcomes))
    return {
        "conditions": conditions,
        "treatment": treatment,
        "body": "|".join((conditions, treatment, rest)),
        "text": "|".join((conditions, treatment, rest)),
        "facilities": _folded(*sorted({site.facility for site in study.sites})),
    }


def _joined(*words: Any) -> str:
    return " | ".join(word for word in words if word)


def _folded(*words: str) -> str:
    return f" {re.sub(r'[^a-z0-9]+', ' ', _joined(*words).lower()).strip()} "
