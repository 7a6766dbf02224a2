"""What changes recognitions."""
