"""What the front door changes."""
