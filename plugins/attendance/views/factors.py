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
from plugins.attendance.models import Roll
from plugins.attendance.places import Compared, Place, point_of
from plugins.attendance.queries.scanning import classes_of
from plugins.attendance.views.access import PLUGIN
from schoolhouse.activation import cleaned_settings, is_active
from schoolhouse.refusals import Refusal

LIMITS = {
    # Six digits typed, or the number on the screen: nobody needs ten tries.
    "digits": "10/m/user",
    "number": "10/m/user",
    # So often the number beside a code may be said that was scanned without a network.
    "kept_number": "3/7d/key",
    # Several may have waited on one device; of six digits a guess hits seldom.
    "kept": "20/m/user",
    # Reading a photo takes the server a moment.
    "photo": "10/m/user",
}
"""How often somebody may try, counted in the shared cache by allauth's counter."""


def check_second_factor(
    request: HttpRequest, code: Code, settings: dict[str, Any], *, saw_screen: bool
) -> Compared | None:
    """Ask for the school's network, the number on the screen or the phone's position, where the class wants it.

    Whoever ``saw_screen`` needs no number: they typed the digits, or said the number before. Returns how a position
    compared; the position itself stays nowhere. Raises ``Refusal``.
    """
    if settings["second_factor"] == "network" and not _is_inside(request, settings["networks"]):
        raise Refusal(_("Sign in from within the school's own network."), code="network", status=403)
    if settings["second_factor"] == "number" and not saw_screen:
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


def asked_besides(user: User) -> dict[str, Any]:
    """Return what somebody's classes ask besides the code.

    ``coarsest`` is how inaccurate a position may be, 0 where none asks for one; ``asks_number`` whether one of them
    asks for the number.
    """
    asking = [cleaned_settings(PLUGIN, one) for one in classes_of(user) if is_active(PLUGIN, one)]
    places = [place_of(settings) for settings in asking]
    return {
        "coarsest": max((place.coarsest for place in places if place), default=0),
        "asks_number": any(settings["second_factor"] == "number" for settings in asking),
    }


def check_kept_number(request: HttpRequest, roll: Roll, code: Code, number: str) -> None:
    """Refuse what was scanned without the number that stood beside the code then. Raises ``Refusal``.

    The code is long gone, and whoever was sent a picture of it has days to guess: three tries are all there are.
    """
    if not number:
        words = _(
            "Besides the code this class asks for the number on the screen, and what was scanned without a network has"
            " none. Ask your class teacher; without a network type the six digits instead."
        )
        raise Refusal(words, code="number_missing")
    tries: Any = {"app": "attendance", "action": "kept_number", "config": LIMITS}
    tries["key"] = f"{request.user.pk}:{roll.pk}:{code.direction}"
    if not ratelimit.consume(request, **tries):
        words = _("Three times this was not the number beside the code. Ask your class teacher.")
        raise Refusal(words, code="number_spent")
    if not codes.is_number(code, number):
        words = _("This is not the number that stood beside the code then. Look again, or ask your class teacher.")
        raise Refusal(words, code="number")
    ratelimit.clear(request, **tries)


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
