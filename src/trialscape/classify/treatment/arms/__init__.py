"""Arms: which of them, and which interventions, are experimental, comparators or placebos; and what a mention holds."""
