"""Views of the classes room."""
