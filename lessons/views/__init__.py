"""Pages of the lessons room."""
