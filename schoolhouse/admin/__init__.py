"""The plugin pages of Wagtail's admin."""
