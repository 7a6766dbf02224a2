"""What is read about attendance."""
