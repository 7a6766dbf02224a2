"""Plain functions that make objects for tests: one module per room."""
