"""Filling in a form that somebody else made: an .xlsx with placeholders such as ``{{title}}``."""
