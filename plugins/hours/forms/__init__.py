"""Forms about hours."""
