"""Tokens of shared pages are Django's own, and never twice the same."""

from django.http import HttpResponse
from django.middleware.csrf import CsrfViewMiddleware, get_token
from django.test import RequestFactory

from foundation.fragments.tokens import token_for


class Checking(CsrfViewMiddleware):
    """Django's check without the page that it shows."""

    def _reject(self, request, reason):
        return HttpResponse(reason, status=403)


def request_with(cookie: str = "", token: str = ""):
    request = RequestFactory().post("/", {"csrfmiddlewaretoken": token})
    if cookie:
        request.COOKIES["csrftoken"] = cookie
    return request


def checked(request):
    """Send a request through Django's own check; ``None`` where it lets it pass."""
    middleware = Checking(lambda request: HttpResponse())
    middleware.process_request(request)
    return middleware.process_view(request, lambda request: HttpResponse(), (), {})


def test_token_passes_djangos_check_with_its_cookie_alone() -> None:
    cookie, other = "a1Z" * 10 + "b9", "b" * 32
    asked = request_with(cookie)
    checked(asked)
    tokens = {token_for(asked) for _time in range(20)}
    assert len(tokens) == 20
    assert all(checked(request_with(cookie, token)) is None for token in tokens)
    assert all(checked(request_with(other, token)).status_code == 403 for token in tokens)


def test_cookie_is_sent_where_the_browser_has_none() -> None:
    for cookie, is_sent in (("", True), ("c" * 32, False)):
        request = request_with(cookie)
        middleware = CsrfViewMiddleware(lambda request: HttpResponse(token_for(request)))
        answer = middleware(request)
        assert ("csrftoken" in answer.cookies) is is_sent


def test_token_agrees_with_djangos_own_of_the_same_request() -> None:
    request = request_with()
    first, second = token_for(request), get_token(request)
    for token in (first, second):
        assert checked(request_with(request.META["CSRF_COOKIE"], token)) is None
