"""Points for studying: attendance, training hours, lessons finished, quick checks passed, feedback given."""
