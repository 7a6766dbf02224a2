"""What the room does by itself so that feedback is followed by something, and whom it tells."""
