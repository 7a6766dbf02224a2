"""Film and sound in lessons."""
