"""Sections of the Wagtail admin."""
