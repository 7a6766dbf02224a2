"""What changes in the classes room: one verb each."""
