"""The workbook and the folders of tables: in goes an open warehouse, out come files.

The first sheets show the default view with charts; every mart in full stands behind them, hidden.
"""
