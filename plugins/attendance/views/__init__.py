"""Pages of the plugin."""
