"""Whether patients had checkpoint therapy before, must have failed it, or must not have had it.

In: criteria, titles, conditions, arms and summary. Out: the axis ``ici_setting`` with the words that it rests on.
"""
