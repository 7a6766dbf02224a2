"""Views of the area in which a class is run, and of what its learners see of it."""
