"""One whole refresh.

In: settings and a data folder. Out: a published warehouse, a heartbeat for monitors, and a lock while it runs.
"""
