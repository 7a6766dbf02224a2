"""What is read of leave."""
