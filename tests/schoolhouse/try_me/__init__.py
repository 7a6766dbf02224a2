"""A plugin that is there in every test of the socket, whichever of ``plugins/`` are."""
