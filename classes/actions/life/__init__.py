"""What changes how a class lives together."""
