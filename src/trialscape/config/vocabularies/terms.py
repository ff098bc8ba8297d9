"""The vocabularies of ``config/terms``: one model for each kind of row, one loader for each file."""

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from trialscape.config.files.file_reader import Strict, duplicate_id_faults, read_csv, split_cell
from trialscape.errors import Fault

Modality = Literal[
    "pd1_pdl1",
    "ctla4",
    "lag3",
    "tigit",
    "tim3",
    "other_checkpoint",
    "tce",
    "bispecific_other",
    "car_t",
    "til",
    "tcr_t",
    "nk_cell",
    "other_cell",
    "sting",
    "ido1",
    "tlr",
    "other_small_io",
    "cytokine",
    "costim_agonist",
    "oncolytic_virus",
    "vaccine",
    "adc",
    "chemo",
    "targeted",
    "epigenetic",
    "radiation",
    "surgery",
    "other",
]
CancerLabel = Literal["melanoma", "nsclc", "rcc", "hnscc", "others", "pan_tumour", "haematologic"]
CellSource = Literal["", "autologous", "allogeneic", "both"]
Words = Annotated[tuple[str, ...], BeforeValidator(split_cell)]
Modalities = Annotated[tuple[Modality, ...], BeforeValidator(split_cell)]


class AgentRow(Strict):
    """A drug, cell product or virus; every synonym counts as the agent itself.

    ``company`` is the originator or present owner, by its name in ``companies.csv`` where that file has it; empty
    without a public source. ``source`` says where the mapping is from: a list of nonproprietary names (``inn``), a
    concept of the NCI Thesaurus (``ncit:``), a record (``registry:``) or general pharmacology (``curated``).
    """

    agent: str = Field(min_length=2)
    synonyms: Words = ()
    modality: Modalities = Field(min_length=1)
    targets: Words = ()
    act: CellSource = ""
    company: str = ""
    source: str = Field(pattern=r"^(inn|curated|registry:NCT\d{8}|ncit:C\d+|usage)$")


class PhraseRow(Strict):
    """A general expression for a kind of treatment; with an empty modality it is a look-alike without a label.

    ``scope`` limits it: ``names`` to the names of interventions and arms, ``class`` to trials that name no
    drug or target of the same kind, ``class-names`` to both, ``class-cells`` to trials that name no kind of cells.
    Of ``class-joined`` the checkpoint inhibitor counts in trials without another immunotherapy.
    The modality of ``engineered`` T cells is that of the receptor that the record names, and the row's where it
    names none.
    """

    phrase: str = Field(min_length=2)
    modality: Modalities = ()
    targets: Words = ()
    act: CellSource = ""
    scope: Literal["", "names", "class", "class-names", "class-cells", "class-joined", "engineered"] = ""
    why: str = Field(min_length=3)


class TargetRow(Strict):
    """A molecule that drugs aim at, and what blocking or activating it makes a drug.

    ``microenvironment`` is a curator's note for readers; ``axes/strategy.toml`` derives the strategies.
    """

    target: str
    spellings: Words = Field(min_length=1)
    blocked: Modality | Literal[""] = ""
    activated: Modality | Literal[""] = ""
    microenvironment: Literal["yes", "no"]
    why: str = Field(min_length=3)


class StemRow(Strict):
    """The end of an unknown name that identifies the kind of substance."""

    stem: str = Field(pattern=r"^[a-z0-9]+$")
    position: Literal["suffix", "word"]
    modality: Annotated[tuple[Modality, ...], BeforeValidator(split_cell)]
    targets: Words = ()
    look_alikes: Words = ()
    why: str = Field(min_length=3)
    source: str = Field(min_length=3)


class CancerRow(Strict):
    """A disease entity; one without labels is not a malignancy, and prevents matches of shorter names within it.

    ``mesh`` holds the identifiers of the thesaurus that the entity was curated from: its source, which no rule reads.
    """

    entity: str
    synonyms: Words = ()
    labels: Annotated[tuple[CancerLabel, ...], BeforeValidator(split_cell)] = ()
    mesh: Words = ()
    source: str = Field(min_length=3)


def load_agents(folder: Path) -> tuple[list[AgentRow], list[Fault]]:
    """Read ``terms/agents.csv``; a name or synonym may belong to one agent only.

    Two names in exact spelling may differ only by a hyphen or a capital, but an exact name must not equal a free one.
    """
    file = "terms/agents.csv"
    agents, faults = read_csv(folder / file, AgentRow, file=file)
    owner: dict[str, str] = {}
    names = [(word, row.agent) for row in agents for word in (row.agent, *row.synonyms)]
    # Exact names are checked after the free ones, so that each is compared with every free name.
    for word, agent in sorted(names, key=lambda name: name[0].startswith("=")):
        key = word if word.startswith("=") else _key(word)
        held = owner.get(_key(word), owner.setdefault(key, agent))
        if held != agent:
            faults.append(Fault(file, agent, "synonyms", f"'{_key(word)}' is already a name of the agent {held}"))
    return agents, faults + duplicate_id_faults(agents, lambda row: row.agent.lower(), file=file, what="agent")


# Letters and digits alone tell whether two names are the same.
_SIGNS = re.compile(r"[\W_]+")


def _key(word: str) -> str:
    return _SIGNS.sub("", word.lower())


def load_phrases(folder: Path) -> tuple[list[PhraseRow], list[Fault]]:
    """Read ``terms/phrases.csv``."""
    rows, faults = read_csv(folder / "terms" / "phrases.csv", PhraseRow, file="terms/phrases.csv")
    return rows, faults + duplicate_id_faults(rows, lambda row: row.phrase, file="terms/phrases.csv", what="phrase")


def load_targets(folder: Path) -> tuple[list[TargetRow], list[Fault]]:
    """Read ``terms/targets.csv``."""
    rows, faults = read_csv(folder / "terms" / "targets.csv", TargetRow, file="terms/targets.csv")
    return rows, faults + duplicate_id_faults(rows, lambda row: row.target, file="terms/targets.csv", what="target")


def load_stems(folder: Path) -> tuple[list[StemRow], list[Fault]]:
    """Read ``terms/stems.csv``."""
    rows, faults = read_csv(folder / "terms" / "stems.csv", StemRow, file="terms/stems.csv")
    return rows, faults + duplicate_id_faults(
        rows, lambda row: f"{row.position} {row.stem}", file="terms/stems.csv", what="stem"
    )


def load_cancers(folder: Path) -> tuple[list[CancerRow], list[Fault]]:
    """Read ``terms/cancers.csv``."""
    rows, faults = read_csv(folder / "terms" / "cancers.csv", CancerRow, file="terms/cancers.csv")
    return rows, faults + duplicate_id_faults(rows, lambda row: row.entity, file="terms/cancers.csv", what="entity")
