"""Closing a class: what is missing, what each learner came to, and what is written down of it."""
