"""What keeps Wagtail's own admin within the organizations of who asks."""
