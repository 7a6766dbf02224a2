"""What changes when someone studies."""
