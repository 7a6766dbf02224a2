"""Forms about how a class lives together."""
