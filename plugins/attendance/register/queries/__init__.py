"""What is read of the training register."""
