"""The request as the shared text sees it: an address, and no reader."""

from typing import Any, NoReturn

from django.http import HttpRequest, QueryDict

_ADDRESS = ("HTTP_HOST", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme", "HTTP_X_FORWARDED_PROTO")
_CARRIED = ("resolver_match", "_wagtail_site", "_wagtail_cached_site_root_paths", "LANGUAGE_CODE")


_ORIGIN = "_fragments_origin"


def origin_of(request: HttpRequest) -> tuple[str, str]:
    """Return the scheme and the host that ``request`` came to; checked once, and kept with it."""
    found: tuple[str, str] | None = vars(request).get(_ORIGIN)
    if found is None:
        found = (request.scheme or "", request.get_host())
        setattr(request, _ORIGIN, found)
    return found


class PersonalInShared(BaseException):
    """A text for many readers asked for something of one reader.

    No ``Exception``: operators in templates and the guards around plugins catch those, and would leave a hole in the
    text of everybody.
    """


class Personal:
    """Stands where something of the reader would be; whoever looks at it is told to use ``{% own %}``."""

    def __init__(self, what: str) -> None:
        self._what = what

    def _refuse(self) -> NoReturn:
        raise PersonalInShared(f"{self._what} is the reader's: put it between {{% own %}} and {{% endown %}}.")

    def __getattr__(self, name: str) -> NoReturn:
        self._refuse()

    def __bool__(self) -> bool:
        self._refuse()

    def __str__(self) -> str:
        self._refuse()

    def __iter__(self) -> NoReturn:
        self._refuse()

    def __eq__(self, other: object) -> NoReturn:
        self._refuse()

    def __hash__(self) -> NoReturn:
        self._refuse()


class SharedReader(Personal):
    """A reader of whom it is only known whether they have signed in."""

    def __init__(self, *, is_authenticated: bool) -> None:
        super().__init__("request.user")
        self.is_authenticated = is_authenticated
        self.is_anonymous = not is_authenticated


class SharedRequest(HttpRequest):
    """What a shared text may know of the request: the address without its query, and ``query`` where it is given."""

    user: Any
    session: Any
    viewer: Any

    def __init__(self, request: HttpRequest, *, query: str = "") -> None:
        super().__init__()
        self.method = "GET"
        self.path, self.path_info = request.path, request.path_info
        self.META = {name: request.META[name] for name in _ADDRESS if name in request.META}
        self.GET = QueryDict(query)  # type: ignore[assignment]
        self.user = SharedReader(is_authenticated=request.user.is_authenticated)
        self.session, self.viewer = Personal("request.session"), Personal("viewer")
        self.is_preview = False
        for name in _CARRIED:
            if name in vars(request):
                setattr(self, name, vars(request)[name])

    def _get_scheme(self) -> str:
        return str(self.META.get("wsgi.url_scheme", "http"))

    def get_full_path(self, force_append_slash: bool = False) -> NoReturn:
        """Raise: readers come with different queries."""
        raise PersonalInShared("The full address is the reader's: put it between {% own %} and {% endown %}.")
