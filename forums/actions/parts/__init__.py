"""Changing what a post carries besides its words."""
