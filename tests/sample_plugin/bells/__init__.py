"""Bells: rung when a class meets."""
