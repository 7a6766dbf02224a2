"""Pages of the training register."""
