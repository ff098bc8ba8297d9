"""The part of the registry's query language (Essie) that the searches use, evaluated over one record on this machine.

In: an expression and a record as the registry returns it. Out: whether the record matches. It sends nothing to the
registry, which also matches synonyms and plurals; a record that matches here is usually found there.
"""
