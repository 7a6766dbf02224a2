"""Template tags of the shared texts."""
