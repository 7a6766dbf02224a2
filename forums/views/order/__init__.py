"""Keeping order: what moderators do with threads, and the log of it."""
