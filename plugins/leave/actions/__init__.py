"""What changes leave."""
