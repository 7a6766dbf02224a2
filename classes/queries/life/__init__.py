"""What is read about how a class lives together."""
