"""The demo school: neutral matter in both languages, and the names of an invented city."""
