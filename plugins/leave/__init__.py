"""Leave: asking for it, deciding about it, reporting back, and how much of a class it takes."""
