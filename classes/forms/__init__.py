"""Forms of the classes room."""
