"""What people fill in: feedback, and points by hand."""
