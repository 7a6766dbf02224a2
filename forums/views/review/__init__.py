"""What waits for a moderator, and what readers and authors do about it."""
