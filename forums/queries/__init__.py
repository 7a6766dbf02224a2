"""What is read from a forum."""
