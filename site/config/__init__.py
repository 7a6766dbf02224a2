"""The assembled site: settings, addresses and the WSGI and ASGI entry points."""
