"""What the front door reads from all rooms."""
