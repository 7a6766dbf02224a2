"""What the front door changes in Wagtail's admin."""
