"""Template tags of the classes room."""
