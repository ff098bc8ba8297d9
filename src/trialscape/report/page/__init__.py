"""The landscape as one HTML file. In: an open warehouse. Out: a page that needs no network and no server.

``read_page`` queries the marts, ``findings`` and ``comparison`` turn rows into sentences and marks, ``write_page``
fills the templates. The page computes no figure: every number in it is a column of a mart.
"""
