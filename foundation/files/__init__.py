"""Stored files: where their bytes lie and how they are handed out. Who may have them is for the rooms above."""
