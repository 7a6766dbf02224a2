"""What changes on an evening: its times, questions of the day, who spoke in the room, the outcome."""
