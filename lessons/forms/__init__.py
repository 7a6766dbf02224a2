"""What is filled in about lessons."""
