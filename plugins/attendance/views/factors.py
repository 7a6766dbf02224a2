"""What a class asks besides the code, and how often it may be tried."""

import ipaddress
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core.internal import ratelimit
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import override

from classes.models import TrainingClassPage
from people.accounts.waiting import again, open_at
from people.models import User
from plugins.attendance import codes
from plugins.attendance.codes import Code
from plugins.attendance.places import Compared, Place, point_of
from plugins.attendance.queries.scanning import classes_of
from plugins.attendance.views.access import PLUGIN
from schoolhouse.activation import cleaned_settings, is_active
from schoolhouse.refusals import Refusal

LIMITS = {
    # Six digits typed, or the number on the screen: nobody needs ten tries.
    "digits": "10/m/user",
    "number": "10/m/user",
    # Several may have waited on one device; of six digits a guess hits seldom.
    "kept": "20/m/user",
    # Reading a photo takes the server a moment.
    "photo": "10/m/user",
}
"""How often somebody may try, counted in the shared cache by allauth's counter."""


def check_second_factor(
    request: HttpRequest, code: Code, settings: dict[str, Any], *, is_typed: bool
) -> Compared | None:
    """Ask for the school's network, the number on the screen or the phone's position, where the class wants it.

    Returns how a position compared; the position itself stays nowhere. Raises ``Refusal``.
    """
    if settings["second_factor"] == "network" and not _is_inside(request, settings["networks"]):
        raise Refusal(_("Sign in from within the school's own network."), code="network", status=403)
    # Whoever types the digits has the screen before them.
    if settings["second_factor"] == "number" and not is_typed:
        count_try(request, "number")
        if not codes.is_number(code, request.POST.get("number", "").strip()):
            raise Refusal(_("This is not the number on the screen."), code="number")
    # Digits can be read out to somebody at home: the position is asked of those who type as well.
    place = place_of(settings)
    if place is None and settings["second_factor"] == "place":
        words = _("Nobody has said yet where this class is held. Ask your class teacher.")
        raise Refusal(words, code="place_unset", status=403)
    return place.check(request.POST.get("place", "").strip()[:80]) if place else None


def place_of(settings: dict[str, Any]) -> Place | None:
    """Return the place at which one must be, where the class wants that."""
    middle = point_of(settings["place"]) if settings["second_factor"] == "place" else None
    return Place(middle, settings["place_meters"]) if middle else None


def evidence_of(compared: Compared | None, training_class: TrainingClassPage) -> str:
    """Return what a mark keeps of it: whether it lay inside, in the language of the class."""
    if compared is None:
        return ""
    with override(training_class.locale.language_code):
        return compared.words


def coarsest_asked(user: User) -> int:
    """Return how inaccurate a position may be where one of somebody's classes asks for one; 0 where none does."""
    asking = [one for one in classes_of(user) if is_active(PLUGIN, one)]
    places = [place_of(cleaned_settings(PLUGIN, one)) for one in asking]
    return max((place.coarsest for place in places if place), default=0)


def count_try(request: HttpRequest, action: str) -> None:
    """Count one try of ``action``. Raises ``Refusal`` where there were too many."""
    if not ratelimit.consume(request, app="attendance", action=action, config=LIMITS):
        moment = open_at(request, action, app="attendance", limits=LIMITS)
        raise Refusal(_("Too many tries. %(again)s") % {"again": again(moment)}, code="rate_limited", status=429)


def _is_inside(request: HttpRequest, networks: str) -> bool:
    try:
        address = ipaddress.ip_address(get_adapter(request).get_client_ip(request))
    except ValueError:
        return False
    return any(address in ipaddress.ip_network(line) for line in networks.split())
