"""The workbook and the folders of tables. In: an open warehouse. Out: files.

The first sheets show the default view with charts; every mart follows in full on hidden sheets.
"""
