"""Gates before a plugin's addresses, hooks and jobs: where it is off they answer 404 or are silent."""
