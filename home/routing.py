"""Finding the page of an address with one query.

Wagtail asks for the site, for its root in the language of the address, and then twice for each level on the way down.
Which page an address led to is remembered here, in each process, and checked in the query that loads it: the page must
still be live and still stand at that place. Otherwise Wagtail finds its own way, and that is remembered.

The sites and their roots are kept under the stamp ``STAMP``, which ``home.signals`` renews when one of them changes.
"""

from collections import OrderedDict
from collections.abc import Callable
from functools import cache
from threading import Lock
from typing import Any, NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, Q, QuerySet
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject
from wagtail.fields import StreamField
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from foundation.prepared import Prepared, prepared
from foundation.stamps import current
from foundation.trees import paths_to

STAMP = "wagtail.sites"
_KEPT = 5_000


class _Place(NamedTuple):
    """Where the page of an address stood when it was last looked for."""

    model: type[Page]
    key: int
    path: str
    url_path: str
    above: tuple[str, ...]


_sites: dict[tuple[str, str], tuple[int, Site | None, Any]] = {}
_places: OrderedDict[tuple[int, int, str, str], _Place] = OrderedDict()
_lock = Lock()


class RoutingMiddleware:
    """Routes Wagtail's pages before Wagtail does; stands after the middleware of the interface language."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: tuple[str, ...], kwargs: dict[str, Any]) -> None:
        """Put the site and the page where Wagtail looks for them."""
        match = request.resolver_match
        if match is not None and match.url_name == "wagtail_serve":
            site = settle_site(request)
            if site is not None:
                _settle_route(request, site, args[0] if args else kwargs.get("path", ""))


def settle_site(request: HttpRequest) -> Site | None:
    """Return the site that ``request`` is for; Wagtail then asks neither for it nor for the roots of the sites."""
    if hasattr(request, "_wagtail_site"):
        return request._wagtail_site  # type: ignore[no-any-return]
    version = current(STAMP)[STAMP]
    asked = (request._get_raw_host(), request.get_port())  # type: ignore[attr-defined]  # as Wagtail asks
    kept = _sites.get(asked)
    if kept is None or kept[0] != version:
        kept = (version, Site.find_for_request(request), SimpleLazyObject(Site.get_site_root_paths))
        if len(_sites) > _KEPT:
            _sites.clear()  # somebody makes up host names
        _sites[asked] = kept
    request._wagtail_site, request._wagtail_cached_site_root_paths = kept[1:]  # type: ignore[attr-defined]
    return kept[1]


def _settle_route(request: HttpRequest, site: Site, address: str) -> None:
    asked = (current(STAMP)[STAMP], site.pk, translation.get_language(), address)
    place = _places.get(asked)
    page = _page_at(place) if place else None
    if page is not None:
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
        return
    route = Page.route_for_request(request, address)
    if route is not None and not route[1] and not route[2]:
        _remember(asked, route[0])


def _remember(asked: tuple[int, int, str, str], page: Page) -> None:
    types = ContentType.objects.get_for_id
    above: set[Any] = {
        types(key).model_class() for key in page.get_ancestors().values_list("content_type_id", flat=True)
    }
    if any(model is None or model.route is not Page.route for model in {type(page), *above}):
        return  # it finds its way itself, perhaps another one each time
    with _lock:
        _places[asked] = _Place(type(page), page.pk, page.path, page.url_path, tuple(paths_to(page.path)))
        while len(_places) > _KEPT:
            _places.popitem(last=False)


def _page_at(place: _Place) -> Page | None:
    standing: Prepared[Any] = _standing(place.model)  # type: ignore[arg-type]  # a class is hashable
    page = standing.known(key=place.key, path=place.path, url_path=place.url_path, above=place.above)
    if page is not None and not page.may_be_restricted:
        page.get_view_restrictions = tuple  # what is known need not be asked again
    return page


@cache
def _standing(model: Any) -> Prepared[Any]:
    """Return the query for a page of ``model`` where it stood.

    Its stream fields are left out: they are large, and the kept text of a page does not ask for them.
    """
    bodies = [field.name for field in model._meta.get_fields() if isinstance(field, StreamField)]

    @prepared
    def standing(key: int, path: str, url_path: str, above: tuple[str, ...]) -> QuerySet[Any]:
        """Load a live page with its locale; ``may_be_restricted`` where a view restriction or an alias stands above."""
        bound = Q(view_restrictions__isnull=False) | Q(alias_of__isnull=False)
        pages = model._default_manager.filter(pk=key, url_path=url_path, path=path, live=True)
        may_be_restricted = Exists(Page.objects.filter(bound, path__in=above))
        return pages.select_related("locale").defer(*bodies).annotate(may_be_restricted=may_be_restricted)[:1]

    return standing


def forget() -> None:
    """Drop what this process remembers; for tests."""
    _sites.clear()
    _places.clear()
