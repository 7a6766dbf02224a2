"""How fast the school is searched: ``python -m bench.search``; ``measure`` asks, ``grow`` makes it large."""
