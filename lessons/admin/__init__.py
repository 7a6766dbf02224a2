"""What the lessons room adds to the Wagtail admin."""
