"""Pages of the forums room."""
