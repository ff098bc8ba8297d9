"""Names and their meaning.

In: the CSV files of ``config/terms``. Out: agents, targets, cancers, phrases, countries, companies and sites.
"""
