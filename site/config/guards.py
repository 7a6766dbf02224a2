"""What no request may carry: guards around known faults of the parts we stand on, in one place.

A null character in an address or a query makes PostgreSQL refuse the statement and Wagtail's search answer 500; a
number beyond 64 bits, such as a huge ``?offset=``, makes both databases do so. Forms of Wagtail's admin that come in
without some of their fields make it fail.
"""

import logging
import re
from collections.abc import Callable
from urllib.parse import parse_qsl

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.datastructures import MultiValueDictKeyError

from config.errors import bad_request

logger = logging.getLogger(__name__)

HUGE_NUMBER = re.compile(r"[-+]?\d{19,}")
HUGE_SEGMENT = re.compile(r"/-?\d{19,}(?:/|$)")
#: What people type may be any run of digits; it never becomes a number.
FREE_TEXT = frozenset({"q", "query", "search", "next", "tag", "title", "csrfmiddlewaretoken"})
#: Fields that Wagtail reads without looking whether they are there, by the name of the address.
NEEDED = {"wagtailadmin_choose_page_external_link": "external-link-chooser-url"}


class ImpossibleInputMiddleware:
    """Answers 400 to null characters and to half a form, and 404 to numbers that no database can hold."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the address and its query.

        :raises BadRequest: for a null character.
        :raises Http404: for a number beyond 64 bits.
        """
        query = request.META.get("QUERY_STRING", "")
        if "\0" in request.path_info or "%00" in query or "\0" in query:
            raise BadRequest("null character in the address")
        if HUGE_SEGMENT.search(request.path_info) or (query and _has_huge_number(query)):
            raise Http404("number out of range")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: object, args: object, kwargs: object) -> None:
        """Look at a short form; an upload is read by its own view, with its own limits.

        :raises BadRequest: for a null character, or half a form.
        """
        if request.method == "POST" and request.content_type == "application/x-www-form-urlencoded":
            values = (value for _name, fields in request.POST.lists() for value in fields)
            if any("\0" in value for value in values):
                raise BadRequest("null character in a form")
        needed = NEEDED.get(request.resolver_match.view_name) if request.resolver_match else None
        if needed and request.method == "POST" and needed not in request.POST and _works_in_admin(request):
            raise BadRequest("a form without one of its fields")

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer 400 where a view looked for a field that was not sent."""
        if not isinstance(error, MultiValueDictKeyError):
            return None
        logger.warning("Half a form at %s: %s", request.path_info, error)
        return bad_request(request, error)


def _has_huge_number(query: str) -> bool:
    if not re.search(r"\d{19}", query):
        return False
    pairs = parse_qsl(query, max_num_fields=10_000)
    return any(name not in FREE_TEXT and HUGE_NUMBER.fullmatch(value.strip()) for name, value in pairs)


def _works_in_admin(request: HttpRequest) -> bool:
    """Say whether somebody may be told of a form of the admin; all others are turned away by the admin itself."""
    return request.user.has_perm("wagtailadmin.access_admin")
