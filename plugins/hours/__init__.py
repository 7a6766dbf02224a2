"""Training hours: how many hours each learner has to show for a year, and why."""
