"""Market reports and their claims.

In: ``config/reports``, ``config/cohorts.toml`` and ``config/claim_words.toml``. Out: frozen, consistent reports, and
faults.
"""
