"""The pages about hours."""
