"""Changes of state in the people room: one verb for each function, keyword-only, in one transaction."""
