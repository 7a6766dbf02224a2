"""What moderators do, each act with a reason that is kept."""
