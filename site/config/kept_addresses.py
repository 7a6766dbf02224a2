"""Finding the view of an address that was asked for before without trying all patterns again."""

from typing import Any

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, URLPattern, URLResolver
from django.urls.resolvers import RoutePattern

MOST_KEPT = 4_000
LONGEST_KEPT = 200


class KeptAddresses(URLResolver):
    """Stands for its patterns and remembers, in each process, which view an address led to, or that it led to none.

    Only for patterns that say the same in every language. Most addresses belong to pages, which are found last: a
    lesson tried some forty patterns at each request.
    """

    def __init__(self, patterns: list[URLPattern | URLResolver]) -> None:
        super().__init__(RoutePattern(""), patterns)
        self._kept: dict[str, ResolverMatch | None] = {}

    def resolve(self, path: Any) -> ResolverMatch:
        """Return where ``path`` leads. Raises ``Resolver404`` for one that matches none of the patterns."""
        name = str(path)
        if name not in self._kept:
            found = self._found(path)
            if len(name) > LONGEST_KEPT or settings.DEBUG:
                return found or super().resolve(path)
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()  # somebody makes up addresses
            self._kept[name] = found
        if (kept := self._kept.get(name)) is not None:
            return kept
        raise Resolver404({"tried": [], "path": path})

    def _found(self, path: Any) -> ResolverMatch | None:
        try:
            return super().resolve(path)
        except Resolver404:
            return None
