"""The shipped ledgers against the facts of the documents, written down here a second time, one by one.

A claim is its place, then a line a statement as ``stated`` writes it: kind, subjects, words, figures, years.
"""

import re
from pathlib import Path

import pytest

from tests.support.tables.ledger import stated
from trialscape.config.load import Config, load_config
from trialscape.config.reports.report_files import Report
from trialscape.paths import shipped_folder

FACTS = Path(__file__).resolve().parents[4] / "shared" / "spec" / "market-facts.md"

CLAIMS = {
    "A1": (
        "by therapy type",
        "rank | combination | largest | 2024",
        "presence | combination | nsclc | melanoma | leading",
    ),
    "A2": (
        "by therapy type",
        "growth_rank | tce_bispecific | cell_therapy | fastest | 2024-2030",
        "presence | tce_bispecific | cell_therapy | phase 2 | multiple",
    ),
    "A3": (
        "by cancer type",
        "rank | nsclc | largest | 2024",
    ),
    "A4": (
        "by cancer type",
        "rank | melanoma | close_second | after nsclc | 2024",
        "presence | melanoma | multiple",
    ),
    "A5": (
        "by cancer type",
        "trend | hnscc | high_growth",
        "trend | others | bladder cancer | high_growth",
    ),
    "A6": (
        "by end user",
        "rank | academic | largest | 2024",
    ),
    "A7": (
        "by end user",
        "trend | specialty_clinic | rising",
    ),
    "A8": (
        "end-user dynamics",
        "presence | general_hospital | limited | 2024",
        "presence | cro_site | not_of_its_kind",
    ),
    "A9": (
        "by region; FAQ 4",
        "rank | north_america | largest | 2024",
    ),
    "A10": (
        "by region",
        "growth_rank | asia_pacific | fastest",
        "trend | CN | KR | high_growth",
    ),
    "A11": (
        "trends",
        "count | modality:lag3/tigit/tim3 | distinct agents | over | 12.0 | 2024",
        "presence | modality:pd1_pdl1 | LAG-3, TIGIT or TIM-3 | multiple",
    ),
    "A12": (
        "trends",
        "presence | nsclc | melanoma | modality:tce",
        "presence | others | modality:tce | glioblastoma",
    ),
    "A13": (
        "trends",
        "event | therapy:tce_bispecific | bispecific approvals | from 2026",
    ),
    "A14": (
        "trends",
        "presence | modality:car_t/til | solid tumours",
        "presence | melanoma | iovance | lifileucel | leading",
        "regulatory | iovance | lifileucel | under review",
    ),
    "A15": (
        "trends; introduction",
        (
            "presence | beta-catenin activation | STK11 mutation | T-cell exclusion | T-cell exhaustion signature"
            " | STING activation"
        ),
        "outcome | PD-L1 | tumour mutational burden | poor prediction",
    ),
    "A16": (
        "trends",
        "presence | modality:oncolytic_virus/vaccine",
        "presence | in-situ vaccination | intratumoral",
    ),
    "A17": (
        "introduction",
        "presence | modality:epigenetic/adc/cytokine | another immunotherapy",
    ),
    "A18": (
        "regional outlook",
        "presence | europe | Eastern Europe | phase 3 | limited | cohort io",
    ),
    "A19": (
        "regional outlook",
        "presence | nsclc | CN | modality:lag3 | multiple",
        "presence | nsclc | CN | bispecific antibodies | multiple",
    ),
    "A20": (
        "regional outlook",
        "presence | others | JP | gastric cancer | liver cancer | oesophageal cancer",
        "presence | others | KR | gastric cancer | liver cancer | oesophageal cancer",
    ),
    "A21": (
        "regional outlook",
        "presence | IN | limited",
        "presence | asia_pacific | South-East Asia | limited",
    ),
    "A22": (
        "regional outlook",
        "presence | BR | dual immunotherapy | immunotherapy with chemotherapy | some",
        "presence | MX | dual immunotherapy | immunotherapy with chemotherapy | some",
        "presence | AE | SA | second-line immunotherapy",
        "presence | middle_east_africa | Africa | absent",
    ),
    "A23": (
        "recent developments",
        "event | melanoma | bms | modality:lag3 | phase 3 | 2023",
        "event | bms | modality:lag3 | lung cancer | phase 3 | 2023",
    ),
    "A24": (
        "recent developments",
        "event | iovance | modality:til | marketing application | lifileucel | 2024",
    ),
    "A25": (
        "recent developments",
        "event | nsclc | merck | modality:sting | phase 1 | from 2025-Q1",
        "event | nsclc | merck | intratumoral | phase 1 | from 2025-Q1",
    ),
    "A26": (
        "recent developments",
        "presence | others | macrogenics | modality:tce | gastric cancer | CD3 x HER2",
        "outcome | partial responses among evaluable patients | nearly | 40.0",
    ),
    "A27": (
        "recent developments",
        "presence | innovent | modality:tigit | lung cancer",
        "presence | others | innovent | modality:tigit | oesophageal cancer",
    ),
    "A28": (
        "regional outlook; end-user dynamics",
        "presence | academic | MD Anderson | Dana-Farber | Memorial Sloan Kettering | leading",
        "presence | MD Anderson | Dana-Farber | Gustave Roussy | phase 1-2 | leading",
    ),
    "A29": (
        "regional outlook",
        "rank | US | countries of North America | largest",
        "presence | CA | lagging",
        "presence | CA | multi-arm trials | multiple",
    ),
    "A30": (
        "regional outlook",
        "presence | europe | DE | FR | GB | leading",
    ),
    "A31": (
        "end-user dynamics",
        "trend | academic | cro_site | hybrid model | rising",
    ),
    "A32": (
        "use case",
        "outcome | KR | modality:tce | partial responses among 8 patients | CD3 x CEACAM5 | = | 4.0",
        "outcome | KR | near-complete regressions among 8 patients by week 16 | = | 1.0",
    ),
    "A33": (
        "opportunities",
        "trend | nsclc | rcc | hnscc | dual immunotherapy | triple immunotherapy | opportunity",
    ),
    "A34": (
        "opportunities",
        "trend | nsclc | rcc | hnscc | others | modality:til | opportunity | some",
        "trend | nsclc | rcc | hnscc | others | modality:tcr_t | opportunity | some",
    ),
    "A35": (
        "opportunities",
        "trend | asia_pacific | latin_america | opportunity",
    ),
    "A36": (
        "restraints",
        "regulatory | treatments for checkpoint resistance outside the United States | mostly unapproved",
    ),
    "A37": (
        "benchmarking",
        "presence | others | gilead | modality:adc | triple-negative breast cancer | TROP-2 ADC",
    ),
    "A38": (
        "trends",
        "presence | modality:car_t | armoured",
    ),
    "A39": (
        "trends",
        "presence | therapy:checkpoint_modulator | dual checkpoint blockade | phase 3 | cohort io",
        "presence | bms | RELATIVITY-047 | nivolumab + relatlimab | cohort io",
    ),
    "A40": ("benchmarking", "presence | roche | modality:tigit | phase 2 | multiple | cohort io"),
    "A41": ("benchmarking", "count | macrogenics | modality:tce | distinct agents | >= | 2.0"),
    "A42": ("benchmarking", "presence | iovance | modality:til | phase 3 | cohort io"),
    "A43": ("not noted", "trend | after checkpoint failure | high_growth | cohort io"),
    "A44": (
        "not noted",
        "presence | led by a company that report A does not call a pharma giant | phase 1 | mostly | cohort io",
    ),
    "B1": (
        "regional momentum",
        "share | north_america | over | 45.0",
        "rank | north_america | largest",
    ),
    "B2": (
        "regional momentum",
        "rank | europe | close_second | after north_america",
    ),
    "B3": (
        "regional momentum; Asia Pacific",
        "share | asia_pacific | around | 30.0",
        "growth_rank | asia_pacific | fastest",
    ),
    "B4": (
        "autologous",
        "rank | autologous | largest",
        "presence | autologous | melanoma | lymphoma | leading",
    ),
    "B5": (
        "key takeaways",
        "growth_rank | modality:car_t | fastest",
    ),
    "B6": (
        "key takeaways",
        "rank | hospitals | end users | largest",
    ),
    "B7": (
        "market structure",
        "concentration | top innovators | moderate | nearly | 55.0",
    ),
    "B8": (
        "summary table",
        "concentration | low",
    ),
    "B9": (
        "overview",
        "share | therapy:cell_therapy | cell-based among new immunotherapy developments | around | 60.0",
    ),
    "B10": (
        "overview",
        "share | participants in adoptive cell therapy among all in oncology trials | = | 48.0",
    ),
    "B11": (
        "overview",
        "outcome | modality:car_t | lasting remission in certain cancers | over | 55.0",
        "presence | modality:car_t | lasting remission | multiple",
    ),
    "B12": (
        "overview",
        "share | adoptive cell therapy among immuno-oncology collaborations | over | 65.0",
    ),
    "B13": (
        "geography",
        "trend | middle_east_africa | AE | SA | gradual",
        "trend | latin_america | AR | BR | MX | rising",
    ),
    "B14": (
        "competitive landscape",
        "share | unnamed whole, part in clinical advancement | more than | 40.0",
    ),
    "B15": (
        "brand and channel",
        "share | revenue through specialised channels | nearly | 60.0",
    ),
    "B16": (
        "innovation drivers",
        "share | investment in precision, safety and scalability | about | 65.0",
    ),
    "B17": (
        "North America",
        "rank | US | countries of North America | largest",
    ),
    "B18": (
        "Europe; Asia Pacific",
        "presence | europe | DE | FR | GB",
        "presence | asia_pacific | CN | JP | KR",
        "trend | europe | asia_pacific | rising",
    ),
    "B19": (
        "recent developments",
        "regulatory | janssen | modality:car_t | ciltacabtagene autoleucel | approved by the FDA | 2022-02",
    ),
    "B20": (
        "recent developments",
        (
            "event | galapagos | modality:car_t | point-of-care manufacture | CD19 | congress presentation at EHA"
            " | phase 1/2 | 2023-06"
        ),
    ),
    "B21": ("Europe", "trend | europe | gradual"),
    "B22": ("radiotherapy", "trend | radiotherapy | rising"),
    "B23": ("allogeneic", "presence | allogeneic | gene editing"),
    "C1": (
        "options by modality",
        "regulatory | adc | approved in selected cancers | cohort tracked",
    ),
    "C2": (
        "options by modality",
        "regulatory | bispecific | approved or in late-stage trials | cohort tracked",
        "presence | bispecific | phase 3 | cohort tracked",
    ),
    "C3": (
        "options by modality",
        (
            "regulatory | car_t | tumour_kind:blood | approved in blood cancers, experimental in solid tumours"
            " | cohort tracked"
        ),
        "presence | car_t | solid tumours | phase 1-2 | mostly | cohort tracked",
    ),
    "C4": (
        "options by modality",
        "regulatory | til | investigational, selected approvals | cohort tracked",
        "presence | til | multiple | cohort tracked",
    ),
    "C5": (
        "options by modality",
        "regulatory | checkpoint_combination | approved combinations exist",
    ),
    "C6": (
        "options by modality",
        "regulatory | vaccine | largely experimental",
        "presence | vaccine | phase 1-2 | mostly | cohort tracked",
    ),
    "C7": (
        "options by modality",
        "regulatory | car_nk | largely experimental",
        "presence | car_nk | phase 1-2 | mostly | cohort tracked",
    ),
    "C8": (
        "looking for trials",
        "presence | CN | later-line trials",
    ),
    "C9": ("not noted", "presence | adc | bispecific | car_t | til | vaccine | car_nk | multiple | cohort tracked"),
    "D1": (
        "primary and acquired resistance",
        "presence | primary | acquired | lung cancer",
    ),
    "D2": (
        "primary and acquired resistance",
        "presence | primary | acquired | heterogeneous definitions",
    ),
    "D3": (
        "strategies under development",
        "presence | coinhibitory | costimulatory | tme | priming | lung cancer",
    ),
}

# Statements of the documents that the shared notes do not number.
BEYOND_THE_NOTES = {"A40", "A41", "A42", "A43", "A44", "B21", "B22", "B23", "C9"}

# Dimension: segments in the document's order.
SEGMENTS = {
    "A therapy": "tce_bispecific checkpoint_modulator cell_therapy small_molecule_io combination",
    "A cancer": "melanoma nsclc rcc hnscc others",
    "A end_user": "academic specialty_clinic general_hospital cro_site",
    "A region": "north_america europe asia_pacific latin_america middle_east_africa",
    "B product": "surgery chemotherapy radiotherapy",
    "B application": "autologous allogeneic",
    "B geography": "north_america europe asia_pacific latin_america middle_east_africa",
    "C option": "adc bispecific car_t til checkpoint_combination vaccine car_nk",
    "C mechanism": "antigen_presentation microenvironment exhaustion new_mutations alternative_pathways",
    "C decider": "cancer_type prior_drugs molecular_testing response side_effects organ_function performance_status",
    "D strategy": "coinhibitory costimulatory tme priming",
    "D resistance": "primary acquired",
}

GCC = "AE BH KW OM QA SA"
NORDIC, BENELUX = "DK FI IS NO SE", "BE LU NL"
ASEAN = "BN ID KH LA MM MY PH SG TH VN"
NAMED = {
    "A north_america": "US CA MX",
    "A europe": "DE GB FR IT ES",
    "A asia_pacific": "CN IN JP KR",
    "A latin_america": "BR AR",
    "A middle_east_africa": f"{GCC} ZA",
    "B north_america": "US CA",
    "B europe": f"DE GB FR IT ES {NORDIC} {BENELUX}",
    "B asia_pacific": f"JP CN IN AU NZ KR {ASEAN}",
    "B latin_america": "BR MX AR",
    "B middle_east_africa": f"{GCC} IL ZA",
}

# Estimate: sizes in USD million by year, then growth in per cent with its years.
SIZES = {
    "A headline": ({2024: 8300.0, 2030: 14400.0}, (9.6, 2024, 2030)),
    "B headline": ({2024: 14776.33, 2031: 29723.68}, (10.5, 2024, 2031)),
    "B rival-i": ({2022: 4930.0, 2030: 23440.0}, (21.5, 2022, 2030)),
    "B rival-ii": ({2024: 5600.0, 2033: 35300.0}, (24.5, 2026, 2033)),
}

PLAYERS = {
    "A": {
        "Bristol Myers Squibb": "pharma giants", "Merck & Co.": "pharma giants", "Roche/Genentech": "pharma giants",
        "Iovance": "biotechs", "Adaptimmune": "biotechs", "MacroGenics": "biotechs",
        "Exelixis": "oncology specialists", "Gilead": "oncology specialists",
        "Innovent": "also named", "BeiGene": "also named",
    },
    "B": {
        **dict.fromkeys(("GlaxoSmithKline", "Janssen", "Genentech", "Roche", "Bristol-Myers Squibb", "Amgen", "Merck",
                         "Eli Lilly"), "list 1"),
        **dict.fromkeys(("Gilead", "Novartis", "Johnson & Johnson", "Autolus", "Cellectis", "bluebird bio", "Nkarta",
                         "Atara", "JW Therapeutics", "Iovance", "Anterogen", "Aurion Biotech", "Sorrento", "Immatics"),
                        "list 2"),
        "Galapagos": "recent developments",
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def reports() -> dict[str, Report]:
    config: Config = load_config(shipped_folder("config"))
    return {report.id: report for report in config.reports}


@pytest.mark.parametrize("name", CLAIMS)
def test_each_claim_states_what_the_document_states(reports: dict[str, Report], name: str) -> None:
    (claim,) = [claim for claim in reports[name[0]].claim if claim.id == name]
    assert (claim.place, *map(stated, claim.states)) == CLAIMS[name]


def test_the_ledgers_contain_exactly_the_listed_claims(reports: dict[str, Report]) -> None:
    assert [claim.id for report in reports.values() for claim in report.claim] == list(CLAIMS)


def test_segments_have_the_order_of_the_document(reports: dict[str, Report]) -> None:
    found = {
        f"{report.id} {dimension.id}": " ".join(segment.id for segment in report.segments_of(dimension.id))
        for report in reports.values()
        for dimension in report.dimension
    }
    assert found == SEGMENTS


def test_each_region_names_the_document_s_countries(reports: dict[str, Report]) -> None:
    found = {
        f"{report.id} {segment.id}": set(segment.countries.named)
        for report in reports.values()
        for segment in report.segment
        if segment.countries is not None
    }
    assert found == {name: set(codes.split()) for name, codes in NAMED.items()}


def test_sizes_and_growth_are_the_printed_ones(reports: dict[str, Report]) -> None:
    found = {
        f"{report.id} {item.id}": (
            {size.year: round(size.usd, 6) for size in item.sizes},
            (item.cagr_percent, item.cagr_from, item.cagr_to),
        )
        for report in reports.values()
        for item in report.estimate
    }
    assert found == SIZES
    assert {name: report.base_year for name, report in reports.items()} == {"A": 2024, "B": 2024, "C": None, "D": None}
    periods = [(item.what, item.from_year, item.to_year) for name in "AB" for item in reports[name].period]
    assert periods == [("forecast", 2024, 2030), ("history", 2019, 2023), ("study", 2025, 2031), ("study", 2021, 2031)]


def test_every_company_that_a_document_names_is_a_player(reports: dict[str, Report]) -> None:
    for name, listed in PLAYERS.items():
        players = {player.name: player.groups for player in reports[name].player}
        assert players.keys() == listed.keys()
        assert [player for player, group in listed.items() if group not in players[player]] == []
    bms = next(player for player in reports["B"].player if player.id == "bms")
    assert bms.groups == ("list 1", "list 2")


def test_words_of_measure_have_defined_readings(reports: dict[str, Report]) -> None:
    readings = {(name, item.word): (item.op, item.within) for name in "AB" for item in reports[name].reading}
    assert readings == {
        ("A", "over"): (">", None), ("A", "nearly"): ("~", 2.5),
        ("B", "over"): (">", None), ("B", "more than"): (">", None),
        ("B", "around"): ("~", 2.5), ("B", "about"): ("~", 2.5), ("B", "nearly"): ("~", 2.5),
    }  # fmt: skip


def test_consensus_thresholds_are_the_printed_ones(reports: dict[str, Report]) -> None:
    numbers = [
        "exposure_weeks_at_least", "exposure_months_at_least", "stable_months_under", "stable_months_over",
        "progression_months_within", "confirmation_weeks",
    ]  # fmt: skip
    assert {item.id: tuple(getattr(item, key) for key in numbers) for item in reports["D"].definition} == {
        "sitc-primary-monotherapy": (6, None, 6, None, None, 4),
        "sitc-acquired-monotherapy": (None, 6, None, 6, None, 4),
        "sitc-primary-chemotherapy": (None, None, None, None, 6, None),
    }


def test_records_are_compared_with_the_thresholds_that_the_framework_prints(reports: dict[str, Report]) -> None:
    threshold = load_config(shipped_folder("config")).text.resistance.threshold
    printed = {item.id: item for item in reports["D"].definition}
    weeks = printed["sitc-primary-monotherapy"].exposure_weeks_at_least
    months = printed["sitc-acquired-monotherapy"].exposure_months_at_least
    assert weeks is not None
    assert months is not None
    assert threshold.consensus_weeks == {
        "primary": weeks,
        "acquired": pytest.approx(months * threshold.weeks_of["month"], abs=0.005),
    }


@pytest.mark.skipif(not FACTS.exists(), reason="the shared notes on the documents are not beside this checkout")
def test_ids_and_places_of_claims_match_the_notes() -> None:
    rows = re.findall(r"^\| ([AB]\d+) \| .* \| ([^|]+) \|$", FACTS.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert {name: place.strip() for name, place in rows} == {
        name: claim[0] for name, claim in CLAIMS.items() if name[0] in "AB" and name not in BEYOND_THE_NOTES
    }
