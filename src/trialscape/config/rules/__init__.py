"""The rules of every axis.

In: ``config/axes``. Out: frozen rules for the classifier, and the labels of each axis.
"""
