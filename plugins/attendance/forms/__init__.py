"""Forms of the plugin."""
