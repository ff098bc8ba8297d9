"""From the registry into the archive.

In: searches and the archive. Out: new and changed records, departed trials, and a summary for people.
"""
