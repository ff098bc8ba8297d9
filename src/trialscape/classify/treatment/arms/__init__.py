"""Arms and their roles: which arms and interventions are experimental, comparators or placebos, and what a mention is."""
