"""What is asked about an evening: questions of the day, records of the room, the outcome."""
