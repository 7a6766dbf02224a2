"""Who helps to write a lesson."""

import uuid
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from lessons.actions.co_authors import drop_co_author, name_co_author
from lessons.admin.access import editable_lesson
from lessons.models import CoAuthor, LessonPage
from lessons.permissions import may_name_co_authors
from people.actions.accounts import identifier_fields
from people.forms.scoped import limit_choices
from people.models import User
from people.roles import STAFF_ROLES
from people.scope import scope_of
from people.views.current import person_of
from people.viewsets.chooser import PersonChooserViewSet
from schoolhouse.refusals import Refusal

_chooser = PersonChooserViewSet("people_chooser", url_prefix="people/choose")


class CoAuthorForm(forms.Form):
    """Names a person: one of the own organizations from the list, any other by what they sign in with."""

    person = forms.ModelChoiceField(
        label=gettext_lazy("A person of your organizations, or of one above"),
        queryset=User.objects.filter(is_active=True),
        required=False,
        widget=_chooser.widget_class,
    )
    identifier = forms.CharField(
        label=gettext_lazy("Or somebody of another organization, by account name, e-mail address or phone number"),
        required=False,
        max_length=254,
    )
    may_edit = forms.BooleanField(
        label=gettext_lazy("May edit the draft"),
        help_text=gettext_lazy("Otherwise reads the draft and suggests changes. Neither publishes it."),
        required=False,
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        limit_choices(self, user)

    def clean(self) -> dict[str, Any]:
        """Find the one person who is meant."""
        data: dict[str, Any] = super().clean() or {}
        typed = data.get("identifier", "").replace("\x00", "").strip()
        if typed and not data.get("person"):
            data["person"] = _somebody(typed)
        if not self.errors and not data.get("person"):
            self.add_error("identifier" if typed else "person", _("Nobody is found. Name one person."))
        return data


def _somebody(typed: str) -> User | None:
    """Find who signs in with ``typed`` and works for a school; of others it is not told that they exist."""
    wanted = {f"{name}__iexact": value for name, value in identifier_fields(typed).items() if value}
    found = User.objects.filter(is_active=True, **wanted).first() if wanted else None
    return found if found and scope_of(found).has_role(*STAFF_ROLES) else None


@require_http_methods(["GET", "HEAD", "POST"])
def co_authors(request: HttpRequest, page_id: int) -> HttpResponse:
    """List who helps, and name somebody."""
    lesson, person = _own_lesson(request, page_id), person_of(request)
    form = CoAuthorForm(request.POST if request.method == "POST" else None, user=person)
    if request.method == "POST" and form.is_valid():
        named = form.cleaned_data["person"]
        try:
            name_co_author(lesson=lesson, person=named, may_edit=form.cleaned_data["may_edit"], by=person)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("%(name)s helps to write this lesson.") % {"name": named.full_name})
            return redirect("lessons_co_authors", page_id)
    rows = CoAuthor.objects.filter(page=lesson).select_related("person", "named_by").order_by("person__full_name", "pk")
    context = {"lesson": lesson, "form": form, "rows": rows}
    return render(request, "lessons/admin/co_authors.html", context, status=422 if form.errors else 200)


@require_POST
def drop(request: HttpRequest, page_id: int, person: uuid.UUID) -> HttpResponse:
    """Take a name back."""
    lesson = _own_lesson(request, page_id)
    named = get_object_or_404(CoAuthor.objects.select_related("person"), page=lesson, person__public_id=person).person
    drop_co_author(lesson=lesson, person=named, by=person_of(request))
    messages.success(request, _("%(name)s does not help any more.") % {"name": named.full_name})
    return redirect("lessons_co_authors", page_id)


def _own_lesson(request: HttpRequest, page_id: int) -> LessonPage:
    lesson = editable_lesson(request, page_id)
    if not may_name_co_authors(person_of(request), lesson):
        raise Http404
    return lesson
