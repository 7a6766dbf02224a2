"""Home room: front door: home pages, dashboards, navigation and school settings."""
