"""What changes hours: booking from sources, outside hours and their evidence."""
