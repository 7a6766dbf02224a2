"""Attaching feedback forms, checking what is answered, and keeping it."""
