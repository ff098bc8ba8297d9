"""The landscape as one HTML file. In: an open warehouse. Out: a page that needs no network and no server.

``read_page`` queries the marts, ``findings`` and ``comparison`` turn rows into sentences and marks, ``write_page``
fills the templates. Every number that it is written with is a column of a mart; its script counts
the trials that a reader chooses, and estimates their shares and growth by the method of ``market`` (``draws.js``).
"""
