"""Taking what a device had kept without a network."""

import datetime

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from classes.queries.place import settle_zone
from people.models import User
from people.views.current import oneself
from plugins.attendance import codes, kept
from plugins.attendance.actions.sign_in import sign_in_later
from plugins.attendance.codes import Code
from plugins.attendance.forms.kept import KeptForm
from plugins.attendance.kept import Kept
from plugins.attendance.models import Mark, Roll
from plugins.attendance.queries.scanning import roll_behind, rolls_around
from plugins.attendance.views.access import PLUGIN
from plugins.attendance.views.factors import check_kept_number, check_second_factor, count_try, evidence_of
from schoolhouse.activation import cleaned_settings, is_active
from schoolhouse.refusals import Refusal


def keeping(user: User) -> dict[str, str]:
    """Return the marks of a page that keeps scans of ``user``: whose they are, and the key that signs them."""
    issued = int(timezone.now().timestamp())
    return {"kept_person": str(user.public_id), "kept_issued": str(issued), "kept_key": kept.key_for(user, issued)}


@require_POST
@login_required
@never_cache
def take_kept(request: HttpRequest) -> JsonResponse:
    """Sign in or out as of the time at which it was scanned or typed; answers in words, for the page that kept it."""
    try:
        form = KeptForm(request.POST)
        if not form.is_valid():
            raise Refusal(_("What was kept on this device is damaged."), code="damaged", status=400)
        mark = _take(request, form.kept())
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "message": str(refusal)}, status=refusal.status)
    words = _("%(time)s: you have signed out.") if mark.says == "out" else _("%(time)s: you have signed in.")
    clock = time_format(mark.at.astimezone(settle_zone(mark.roll.training_class)), "H:i")
    return JsonResponse({"message": words % {"time": clock}, "roll": str(mark.roll)})


def _take(request: HttpRequest, found: Kept) -> Mark:
    user, now = oneself(request), timezone.now()
    count_try(request, "kept")
    kept.check(found, user, now)
    roll, code, at = _typed(found, user, now) if found.is_typed else _scanned(found, now)
    settings = cleaned_settings(PLUGIN, roll.training_class)
    if settings["second_factor"] == "number" and not found.is_typed:
        check_kept_number(request, roll, code, found.number)
    compared = check_second_factor(request, code, settings, saw_screen=True)
    evidence = evidence_of(compared, roll.training_class)
    return sign_in_later(roll=roll, code=code, at=at, by=user, evidence=evidence)


def _scanned(found: Kept, now: datetime.datetime) -> tuple[Roll, Code, datetime.datetime]:
    door, _slash, token = found.code.partition("/")
    roll = roll_behind.first(door=door)
    if roll is None or not is_active(PLUGIN, roll.training_class):
        raise Refusal(_("This code is not one of ours. Scan the one on the screen."), code="code_unknown", status=400)
    code = codes.read(door, token, cleaned_settings(PLUGIN, roll.training_class)["code_seconds"])
    return roll, code, kept.scanned_at(found, code, now)


def _typed(found: Kept, user: User, now: datetime.datetime) -> tuple[Roll, Code, datetime.datetime]:
    moments = kept.times(found, now)
    for roll in rolls_around(user, min(moments) - kept.SLACK, max(moments) + kept.SLACK):
        if is_active(PLUGIN, roll.training_class):
            seconds = cleaned_settings(PLUGIN, roll.training_class)["code_seconds"]
            if fits := kept.typed_at(found, roll.door, seconds, now):
                return roll, *fits
    raise Refusal(_("None of your classes showed this code then. Ask your class teacher."), code="code_unknown")
