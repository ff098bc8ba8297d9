"""Text in, tokens and sections out.

In: the texts of a study. Out: folded text, terms with offsets, sentences as cues, and eligibility criteria by section.
"""
