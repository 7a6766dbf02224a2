"""The pages of an evening: for its host, its recorders, and everybody with a question."""
