"""What people are told of discussions: the kinds, and the events upon which they are told."""
