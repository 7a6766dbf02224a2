"""What changes the training register."""
