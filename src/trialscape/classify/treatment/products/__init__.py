"""What a product is, told by its name and description.

In: the terms in a name or a sentence. Out: the treatments that they name, read with the targets and receptors in them.
"""
