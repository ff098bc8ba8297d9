"""The axes and values of the label guide, for tests that need them without the classifier's own files."""

AXES = {
    "modality": frozenset(
        "pd1_pdl1 ctla4 lag3 tigit tim3 other_checkpoint tce bispecific_other car_t til tcr_t nk_cell other_cell sting "
        "ido1 tlr other_small_io cytokine costim_agonist oncolytic_virus vaccine adc chemo targeted epigenetic "
        "radiation surgery other".split()
    ),
    "therapy": frozenset("tce_bispecific checkpoint_modulator cell_therapy small_molecule_io combination".split()),
    "cancer": frozenset("melanoma nsclc rcc hnscc others pan_tumour haematologic none".split()),
    "ici_setting": frozenset("required allowed excluded unspecified".split()),
    "resistance": frozenset("primary acquired both unspecified".split()),
    "act": frozenset("autologous allogeneic both unspecified none".split()),
    "act_with": frozenset("surgery chemotherapy radiotherapy".split()),
    "strategy": frozenset("coinhibitory costimulatory tme priming effector".split()),
    # Derived in the warehouse from the labels above.
    "tumour_kind": frozenset("solid blood".split()),
    "end_user": frozenset("academic specialty_clinic general_hospital cro_site undisclosed other".split()),
}
