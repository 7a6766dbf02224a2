"""What developers run, mostly through the Makefile. No room imports it."""
