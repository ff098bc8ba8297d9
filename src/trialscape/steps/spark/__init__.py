"""Readings of the whole archive on a Spark cluster, by the classifier that a build uses.

In: a configuration, the address of a Spark master, and a folder or an object store that all workers reach.
Out: the parts of readings that a build on one machine uses. Needs the extra ``spark``.
"""
