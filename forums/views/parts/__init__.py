"""Choosing, sending and fetching what a post carries besides its words."""
