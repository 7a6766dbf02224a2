"""What somebody was told, how they want to hear of things, and stopping mail without signing in."""

import uuid

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from people.forms.notifications import ChoicesForm
from people.models import Notification
from people.notifications import choosing, links, reading
from people.notifications.composing import composed
from people.notifications.listing import notifications_of
from people.requests import SignedInRequest
from people.views.current import oneself
from schoolhouse.extension_points import notification_kinds


@require_safe
@login_required
@never_cache
def notification_list(request: SignedInRequest) -> HttpResponse:
    """List what one was told, by day, the latest first; ``?show=unread`` leaves out what was read."""
    person, asked = oneself(request), request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
    unread = request.GET.get("show") == "unread"
    page = notifications_of(person, before=before, unread=unread)
    context = {"page": page, "unread": unread, "count": person.unread_notifications, "is_first": before is None}
    return render(request, "people/notifications/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def notification(request: SignedInRequest, public_id: uuid.UUID) -> HttpResponse:
    """Go to what one was told of, which is read thereby; a POST notes that it was read, and stays."""
    found = get_object_or_404(Notification, public_id=public_id, person=oneself(request))
    if request.method == "HEAD":
        return HttpResponse()
    reading.mark_read(notification=found)
    if request.method == "POST":
        return redirect("people:notifications")
    if composed(request.user, [found])[0].words is None:
        messages.info(request, _("What this was about is no longer there, or no longer open to you."))
        return redirect("people:notifications")
    return redirect(found.url)


@require_POST
@login_required
def read_all(request: SignedInRequest) -> HttpResponse:
    """Note that one has read all up to the notification ``until``, the latest that was shown."""
    person = oneself(request)
    try:
        until = Notification.objects.filter(person=person, public_id=uuid.UUID(request.POST.get("until", ""))).first()
    except ValueError:
        until = None
    if until is None:
        messages.error(request, _("That page was out of date. Please try again."))
    else:
        count = reading.mark_all_read(person=person, until=until)
        said = ngettext("%(count)d notification is read now.", "%(count)d notifications are read now.", count)
        messages.success(request, said % {"count": count})
    return redirect("people:notifications")


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def choices(request: SignedInRequest) -> HttpResponse:
    """Choose how one hears of what, when one is left alone and when the summary comes."""
    form, status = ChoicesForm(request.POST or None, person=oneself(request)), 200
    if form.is_bound:
        if form.is_valid():
            choosing.choose(by=request.user, **form.chosen())
            messages.success(request, _("Saved."))
            return redirect("people:notification_choices")
        status = 400
    context = {"form": form, "mail_configured": settings.MAIL_CONFIGURED}
    return render(request, "people/notifications/choices.html", context, status=status)


# Mail programs post here by themselves (RFC 8058): without a cookie, from no page of ours. The signed token allows it.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stop the mails that a signed link names, for whoever has the link; looking at it stops nothing."""
    stopping = links.read_token(token)
    if stopping is None:
        return render(request, "people/notifications/stop_refused.html", status=400)
    is_done, all_mail = request.method == "POST", "all" in request.POST
    if is_done and all_mail:
        choosing.stop_all_mail(person=stopping.person)
    elif is_done:
        choosing.stop_mail(person=stopping.person, kinds=stopping.kinds)
    kinds = [value.label for name in stopping.kinds if (value := notification_kinds.get(name))]
    context = {"is_digest": links.DIGEST in stopping.kinds, "kinds": kinds, "is_done": is_done, "all_mail": all_mail}
    return render(request, "people/notifications/stop.html", context)
