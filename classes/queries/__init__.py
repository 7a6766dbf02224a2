"""What is read about classes."""
