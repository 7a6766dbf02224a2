"""What people are told of classes: the kinds, and the events upon which they are told."""
