"""Signing in by the code on the screen: scanned or typed, in as few steps as can be.

Opening the address records nothing; the page that it answers sends itself. Who must sign in to the school first, or
type a number, keeps what was scanned for ten minutes in the session: it is good there and nowhere else.
"""

import io
import time
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from PIL import Image

from classes.queries.place import settle_zone
from foundation.fragments import render_shared
from people.views.current import oneself, person_of
from plugins.attendance import codes
from plugins.attendance.actions.photos import photo_of
from plugins.attendance.actions.sign_in import sign_in
from plugins.attendance.codes import Code
from plugins.attendance.forms.digits import DigitsForm
from plugins.attendance.models import Mark, Roll
from plugins.attendance.paper.reading import words_in
from plugins.attendance.queries.scanning import open_rolls_of, roll_behind
from plugins.attendance.views.access import PLUGIN
from plugins.attendance.views.factors import asked_besides, check_second_factor, count_try, evidence_of, place_of
from plugins.attendance.views.kept import keeping
from schoolhouse.activation import cleaned_settings, is_active
from schoolhouse.refusals import Refusal

SCANNED = "attendance_scanned"
KEPT_SECONDS = 600
AGAIN = ("number", "place_missing", "place_coarse", "place_far", "place_damaged")
"""Refusals after which the code that was scanned may be sent once more."""


@require_http_methods(["GET", "POST"])
@never_cache
def scan(request: HttpRequest, door: str, token: str) -> HttpResponse:
    """Take what was scanned: a page that sends itself, and then the answer."""
    roll = roll_behind.first(door=door)
    if roll is None or not is_active(PLUGIN, roll.training_class):
        raise Http404
    settings = cleaned_settings(PLUGIN, roll.training_class)
    try:
        code = codes.read(door, token, settings["code_seconds"])
        if not _was_scanned(request, door, token):
            codes.check_time(code, timezone.now())
            if not request.user.is_authenticated or settings["second_factor"] in ("number", "place"):
                request.session[SCANNED] = [door, token, int(time.time())]
        if not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if request.method == "GET":
            return _form(request, roll, code, settings)
        mark = _enter(request, roll, code, settings)
    except Refusal as refusal:
        return _answer(request, roll, refusal=refusal)
    return _answer(request, roll, mark=mark)


def _form(request: HttpRequest, roll: Roll, code: Code, settings: dict[str, Any]) -> HttpResponse:
    """Answer with the page that sends itself: the same for a whole hall, but for the key of each."""
    place, asks_number = place_of(settings), settings["second_factor"] == "number"
    context = {"roll": roll, "asks_number": asks_number, "place": place, "code": code}
    key = (roll.pk, str(roll), asks_number, place)
    marks = keeping(oneself(request))
    return render_shared(request, "attendance/scan.html", key=key, shared=lambda: context, marks=marks)


@require_http_methods(["GET", "POST"])
@login_required
@never_cache
def enter(request: HttpRequest) -> HttpResponse:
    """Type the digits that stand below the code."""
    form, status = DigitsForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                roll, code = _typed(request, form.cleaned_data["digits"])
                mark = _enter(request, roll, code, cleaned_settings(PLUGIN, roll.training_class), is_typed=True)
            except Refusal as refusal:
                form.add_error("digits", str(refusal))
                status = refusal.status
            else:
                return _answer(request, roll, mark=mark)
    return _enter_page(request, form, status)


def _enter_page(request: HttpRequest, form: DigitsForm, status: int, *, problem: str = "") -> HttpResponse:
    user = person_of(request)
    context = {
        "form": form,
        "problem": problem,
        **asked_besides(user),
        "marks": keeping(user),
        "person": user.public_id,
        "scan_prefix": reverse("plugins:attendance:scan", args=["d", "t"]).removesuffix("d/t/"),
    }
    return render(request, "attendance/enter.html", context, status=status)


@require_POST
@login_required
@never_cache
def enter_photo(request: HttpRequest) -> HttpResponseBase:
    """Read the code on a photo of the screen, for browsers that do not read codes themselves."""
    try:
        count_try(request, "photo")
        door, token = _photographed(request)
    except Refusal as refusal:
        return _enter_page(request, DigitsForm(), refusal.status, problem=str(refusal))
    return redirect("plugins:attendance:scan", door, token)


def _photographed(request: HttpRequest) -> tuple[str, str]:
    if "photo" not in request.FILES:
        raise Refusal(_("Choose a photo of the code."), code="photo_missing", status=400)
    photo = photo_of(request.FILES["photo"])
    with Image.open(io.BytesIO(photo.large), formats=("JPEG",)) as image:
        words = words_in(image)
    for word in words:
        try:
            match = resolve(urlsplit(word).path)
        except (Resolver404, ValueError):
            continue
        if match.view_name == "plugins:attendance:scan":
            return match.kwargs["door"], match.kwargs["token"]
    if words:
        raise Refusal(_("This code is not one of ours. Scan the one on the screen."), code="code_unknown", status=400)
    raise Refusal(
        _("No code can be read on this photo. Go nearer, or type the digits."), code="photo_empty", status=400
    )


def _typed(request: HttpRequest, digits: str) -> tuple[Roll, Code]:
    user, now = oneself(request), timezone.now()
    count_try(request, "digits")
    for roll in open_rolls_of(user, now):
        if is_active(PLUGIN, roll.training_class):
            seconds = cleaned_settings(PLUGIN, roll.training_class)["code_seconds"]
            if code := codes.typed(roll.door, digits, now, seconds):
                return roll, code
    raise Refusal(_("None of your classes shows this code now."), code="code_unknown")


def _enter(request: HttpRequest, roll: Roll, code: Code, settings: dict[str, Any], *, is_typed: bool = False) -> Mark:
    """Ask for the second factor, then sign in or out. Raises ``Refusal``."""
    compared = check_second_factor(request, code, settings, saw_screen=is_typed)
    evidence = evidence_of(compared, roll.training_class)
    return sign_in(roll=roll, direction=code.direction, by=oneself(request), evidence=evidence)


def _was_scanned(request: HttpRequest, door: str, token: str) -> bool:
    """Say whether this browser scanned the code itself, in time, a moment ago."""
    known = request.session.get(SCANNED) or ["", "", 0]
    return known[:2] == [door, token] and time.time() - known[2] < KEPT_SECONDS


def _answer(
    request: HttpRequest, roll: Roll, *, mark: Mark | None = None, refusal: Refusal | None = None
) -> HttpResponse:
    context = {
        "roll": roll,
        "mark": mark,
        "refusal": refusal,
        "zone": settle_zone(roll.training_class),
        "may_try_again": refusal is not None and refusal.code in AGAIN,
    }
    is_part = request.headers.get("HX-Request") == "true"
    # htmx shows nothing of an answer with an error's status: a part of a page comes with 200.
    status = refusal.status if refusal is not None and not is_part else 200
    name = "attendance/_signed_in.html" if is_part else "attendance/signed_in.html"
    return render(request, name, context, status=status)
