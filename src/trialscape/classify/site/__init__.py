"""Where a trial runs, and who sponsors it.

In: names of sites and sponsors. Out: the end-user class of a site, and the company behind a sponsor.
"""
