"""What changes in a forum, and by whom."""
