"""Points for studying: attendance, lessons finished, feedback given."""
