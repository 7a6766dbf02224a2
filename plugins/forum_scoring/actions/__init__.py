"""Changes of state, one verb a function."""
