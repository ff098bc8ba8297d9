"""What a plain keyword search would label: a word anywhere in the record, whatever part it plays there.

It is what the classifier must beat, on the same trials. Each list is what an analyst would type into a search box.
"""

import json
import re
from typing import Any

from tests.gold.scoring import Labels

KEYWORDS: dict[str, dict[str, str]] = {
    "modality": {
        "pd1_pdl1": r"pd-?l?1|nivolumab|pembrolizumab|atezolizumab|durvalumab|avelumab|cemiplimab|tislelizumab",
        "ctla4": r"ctla-?4|ipilimumab|tremelimumab",
        "lag3": r"lag-?3|relatlimab",
        "tigit": r"tigit|tiragolumab|vibostolimab|domvanalimab",
        "tim3": r"tim-?3",
        "other_checkpoint": r"cd47|vista|nkg2a|ccr8|b7-h3",
        "tce": r"cd3\b|t[- ]cell engager|bite\b",
        "bispecific_other": r"bispecific",
        "car_t": r"car[- ]?t\b|chimeric antigen receptor",
        "til": r"tumou?r[- ]infiltrating lymphocyte|\btils?\b",
        "tcr_t": r"tcr-?t\b|t[- ]cell receptor",
        "nk_cell": r"\bnk[- ]cell|natural killer",
        "other_cell": r"dendritic cell|donor lymphocyte",
        "sting": r"\bsting\b",
        "ido1": r"\bido1?\b|epacadostat",
        "tlr": r"\btlr|toll[- ]like",
        "cytokine": r"\bil-?2\b|interleukin|interferon",
        "costim_agonist": r"4-1bb|ox40|cd40\b|gitr|\bicos\b",
        "oncolytic_virus": r"oncolytic|t-vec|talimogene",
        "vaccine": r"vaccine",
        "adc": r"antibody[- ]drug conjugate|vedotin|deruxtecan",
        "chemo": r"chemotherap|carboplatin|cisplatin|paclitaxel|docetaxel",
        "targeted": r"bevacizumab|lenvatinib|tyrosine kinase inhibitor|axitinib|cetuximab",
        "epigenetic": r"hdac|azacitidine|decitabine",
        "radiation": r"radiation|radiotherapy|sbrt",
        "surgery": r"surgery|resection",
    },
    "cancer": {
        "melanoma": r"melanoma",
        "nsclc": r"nsclc|non[- ]small[- ]cell",
        "rcc": r"renal cell|kidney cancer|\brcc\b",
        "hnscc": r"head and neck|hnscc",
        "pan_tumour": r"solid tumou?rs?",
        "haematologic": r"leuk|lymphoma|myeloma",
    },
    "ici_setting": {
        "required": r"(?:refractory|resistan\w+|progress\w+)[^.]{0,60}(?:pd-?l?1|checkpoint|immunotherapy)",
        "excluded": r"(?:no prior|prior treatment with|previous)[^.]{0,60}(?:pd-?l?1|checkpoint|immunotherapy)",
        "allowed": r"prior[^.]{0,30}(?:pd-?l?1|checkpoint|immunotherapy)[^.]{0,30}allowed",
    },
}
_THERAPY = {
    "tce_bispecific": {"tce", "bispecific_other"},
    "checkpoint_modulator": {"lag3", "tigit", "tim3", "other_checkpoint"},
    "cell_therapy": {"car_t", "til", "tcr_t", "nk_cell", "other_cell"},
    "small_molecule_io": {"sting", "ido1", "tlr"},
}
_PARTNERS = {"chemo", "targeted", "adc", "epigenetic", "radiation"}
FIELDS = ("therapy", "modality", "cancer", "ici_setting")


def keyword_labels(record: dict[str, Any]) -> Labels:
    """Return what the search labels: every list that hits, and for the setting the first that hits."""
    text = json.dumps(record["protocolSection"], ensure_ascii=False).lower()
    hits = {
        field: [label for label, words in lists.items() if re.search(words, text)] for field, lists in KEYWORDS.items()
    }
    modality = frozenset(hits["modality"])
    therapy = {label for label, kinds in _THERAPY.items() if kinds & modality}
    immune = modality - _PARTNERS - {"surgery"}
    therapy |= {"combination"} if immune and modality & _PARTNERS else set()
    named = set(hits["cancer"]) & {"melanoma", "nsclc", "rcc", "hnscc"}
    others = {"others"} if not named or set(hits["cancer"]) - named else set()
    is_cancer = re.search(r"cancer|tumou?r|carcinoma|melanoma|lymphoma|leuk", text)
    cancer = frozenset({*hits["cancer"], *others}) if is_cancer else frozenset({"none"})
    setting = frozenset(hits["ici_setting"][:1] or ["unspecified"])
    return {"therapy": frozenset(therapy), "modality": modality, "cancer": cancer, "ici_setting": setting}
