"""What feedback and points say."""
