"""The inputs of a build.

In: the archive and the data folder. Out: the moment, the records of that moment, and the rules in force then.
"""
