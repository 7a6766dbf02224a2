"""Tasks, schedules and the outbox, on the database by default. Knows nothing of schools."""
