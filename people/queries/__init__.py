"""Reads of the people room, one module for each subject."""
