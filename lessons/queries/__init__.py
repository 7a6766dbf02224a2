"""What is read about lessons."""
