"""Points for what is said in the forums of a class, given against a rubric."""
