"""What changes something about attendance."""
