"""Template tags of the public API."""
