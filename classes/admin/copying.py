"""Behind Wagtail's copy form: a class is repeated, a live class or forum copied with an id of its own."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm
from wagtail.admin.views.pages.copy import CopyView
from wagtail.models import Page

from classes.actions.fresh_copy import FreshCopyAction
from classes.actions.repeat_class import repeat_class
from classes.forms.repeat import RepeatClassForm
from classes.models import TrainingClassPage
from classes.permissions import may_repeat_class
from people.views.current import person_of
from schoolhouse.refusals import Refusal


def take_over_copying(request: HttpRequest, page: Page) -> HttpResponseBase | None:
    """Answer for the copy form of pages that exist once; leave the others to Wagtail. Hook ``before_copy_page``."""
    page_type = page.specific_class or Page
    if issubclass(page_type, TrainingClassPage):
        return repeat(request, page.specific)
    if hasattr(page_type, "public_id"):
        return FreshCopyView.as_view()(request, page.pk)
    if request.method == "POST" and request.POST.get("copy_subpages") and _holds_classes(page):
        messages.error(request, _("There are classes below this page. Copy it without what stands below."))
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None


def _holds_classes(page: Page) -> bool:
    return TrainingClassPage.objects.descendant_of(page).exists()


def repeat(request: HttpRequest, source: TrainingClassPage) -> HttpResponse:
    """Ask for the first day of the next period, and make it."""
    person = person_of(request)
    if not may_repeat_class(person, source):
        messages.error(request, _("You may not publish classes here. Ask an editor to repeat this one."))
        return redirect("wagtailadmin_explore", source.get_parent().pk)
    form = RepeatClassForm(request.POST or None, source=source)
    if request.method == "POST" and form.is_valid():
        try:
            copy = repeat_class(source=source, by=person, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            edit = messages.button(reverse("wagtailadmin_pages:edit", args=[copy.pk]), _("Edit"))
            messages.success(request, _("“%(title)s” stands ready.") % {"title": copy.title}, buttons=[edit])
            return redirect("wagtailadmin_explore", copy.pk)
    context = {"page": source, "form": form, "below": source.get_descendant_count()}
    return render(request, "classes/admin/repeat.html", context, status=400 if form.errors else 200)


class FreshCopyForm(CopyForm):
    """Wagtail's copy form without what makes no sense for a page that exists once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("alias", "copy_subpages", "publish_copies"):
            self.fields.pop(name, None)


class FreshCopyView(CopyView):
    """Copies one page as a draft with a public id of its own and without its old revisions."""

    def dispatch(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go straight to the form: Wagtail has checked the permission and asked the hooks before it came here."""
        self.page = Page.objects.get(pk=page_id)
        self.parent_page = self.page.get_parent()
        self.next_url = ""
        return super(CopyView, self).dispatch(request, page_id, *args, **kwargs)

    def post(self, request: HttpRequest, page_id: int, *args: Any, **kwargs: Any) -> HttpResponse:
        """Check the form; a place that does not exist is one of its errors."""
        return super(CopyView, self).post(request, page_id, *args, **kwargs)

    def get_form_class(self) -> type[CopyForm]:
        """Use our form."""
        return FreshCopyForm

    def form_valid(self, form: CopyForm) -> HttpResponse:
        """Copy, and go on to edit the copy: its dates are still those of the original."""
        attributes = {"title": form.cleaned_data["new_title"], "slug": form.cleaned_data["new_slug"]}
        to = form.cleaned_data["new_parent_page"]
        action = FreshCopyAction(self.page, to=to, update_attrs=attributes, user=self.request.user)
        copy = action.execute()
        messages.success(self.request, _("This is a draft. Set its dates, then publish it."))
        return redirect("wagtailadmin_pages:edit", copy.pk)
