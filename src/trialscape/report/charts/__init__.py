"""Charts of the page. In: rows of its queries. Out: figures, each a Vega-Lite chart with a sentence and a table.

Colours are names of the page's palette ("$pipeline"), so that one chart serves a light page, a dark one and a file.
"""
