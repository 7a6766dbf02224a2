"""Reflections: how they come in through the API, and how a class's are taken along."""
