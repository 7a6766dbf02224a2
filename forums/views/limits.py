"""How often somebody may post, counted for all processes together by allauth's counter in the shared cache."""

from allauth.core.internal import ratelimit
from django.utils.translation import gettext as _

from forums.models import Post
from people.accounts.waiting import again, open_at
from people.requests import SignedInRequest
from schoolhouse.refusals import Refusal

LIMITS = {
    # Nobody answers every other second; who does is a machine, or a cat on the keyboard.
    "post": "30/m/user",
    "link": "5/h/user",
    "upload": "120/h/user",
}
NEW_UNTIL = 3
"""Whoever has written fewer posts is new: posts with links are counted besides."""


def _again(request: SignedInRequest, action: str) -> str:
    return again(open_at(request, action, app="forums", limits=LIMITS))


def count_post(request: SignedInRequest, body: str) -> None:
    """Count one try to post. Raises ``Refusal``, which says when one may post again, where there were too many."""
    if not ratelimit.consume(request, app="forums", action="post", config=LIMITS):
        raise Refusal(
            _("You have posted very often. Nothing is lost. %(again)s") % {"again": _again(request, "post")},
            code="rate_limited",
            status=429,
        )
    if "://" not in body and "www." not in body:
        return
    written = Post.objects.filter(author=request.user, is_hidden=False).order_by().values("pk")[:NEW_UNTIL]
    if len(written) < NEW_UNTIL and not ratelimit.consume(request, app="forums", action="link", config=LIMITS):
        raise Refusal(
            _("Whoever is new here may send five posts with links an hour. Send it without links. %(again)s")
            % {"again": _again(request, "link")},
            code="rate_limited",
            status=429,
        )


def count_upload(request: SignedInRequest) -> None:
    """Count one upload. Raises ``Refusal`` where there were too many."""
    if not ratelimit.consume(request, app="forums", action="upload", config=LIMITS):
        raise Refusal(
            _("You have sent very many files. %(again)s") % {"again": _again(request, "upload")},
            code="rate_limited",
            status=429,
        )
