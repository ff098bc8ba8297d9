"""The part of the registry's query language (Essie) that the searches use, evaluated over one record on this machine.

In: an expression and a record as the registry returns it. Out: whether the record matches. Nothing is asked of the
registry, which knows synonyms, plurals and weights besides; so a record that matches here is found there as a rule.
"""
