"""The public API: plugin socket, events, extension points. Plugins and rooms import from here."""

API_VERSION = "0.1"
