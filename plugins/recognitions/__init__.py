"""Recognitions of a class (五星): given by points, by a vote of the learners or by a jury."""
