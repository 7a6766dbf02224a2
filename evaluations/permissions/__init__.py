"""Who may fill in, read and award."""
