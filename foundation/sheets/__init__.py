"""Spreadsheets from and for people: reading what may be hostile or merely odd, writing what cannot harm.

``reader.read_sheet`` gives rows of typed cells, ``tables.read_table`` finds the header row and gives records by column
key, ``writer`` writes .xlsx and .csv.
"""
