"""Live classes by a plain meeting link."""
