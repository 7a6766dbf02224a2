"""Technical rooms, each with one purpose and no knowledge of schools."""
