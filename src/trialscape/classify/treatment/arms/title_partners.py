"""Words of a title that join a general word for a treatment to what is under study: "X plus chemotherapy"."""

from trialscape.config.rules.modality_rules import ModalityRules

# So many characters of a title join two treatments.
_LOOK_AROUND = 40


class TitlePartners:
    """Reads the words on both sides of a treatment in a title."""

    def __init__(self, rules: ModalityRules) -> None:
        self._before = rules.title_partner.compiled()
        self._after = rules.title_partner_after.compiled()

    def joins(self, folded: str, start: int, end: int) -> bool:
        """Return whether the words around ``start`` and ``end`` of a folded title join what stands there."""
        before = folded[max(0, start - _LOOK_AROUND) : start]
        return bool(self._before.search(before) or self._after.search(folded[end : end + _LOOK_AROUND]))
