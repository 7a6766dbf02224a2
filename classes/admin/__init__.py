"""What the classes room adds to the Wagtail admin."""
