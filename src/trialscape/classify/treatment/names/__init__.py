"""What the name of an intervention says beyond known drugs.

In: a name and its known drugs. Out: the product without its form, further codes, and what carries a radionuclide.
"""
