"""Bundled plugins. Each folder can be deleted: the rest still starts, migrates and passes its tests."""
