"""What everything is compared with. These two views never change: figures of different years stay comparable."""

from django.http import HttpRequest, HttpResponse

PARAGRAPH = "Twenty kilobytes of text that say nothing at all, once for each reader. " * 4
TEXT = (f"<p>{PARAGRAPH}</p>\n" * 100)[:20_480]


def bare(request: HttpRequest) -> HttpResponse:
    """Load session and user through the production middleware, answer 20 KB of text."""
    request.session.get("nothing")
    return HttpResponse(f"<!doctype html><title>{request.user.pk}</title>{TEXT}")


def hello(request: HttpRequest) -> HttpResponse:
    """Answer a word, without session or user."""
    return HttpResponse("hello")
