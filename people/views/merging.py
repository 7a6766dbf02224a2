"""Admin page on which two accounts of one person become one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.generic import FormView

from people.accounts.identifiers import display_phone
from people.actions.merging import merge_people
from people.forms.merging import MergeForm
from people.models import Role, User
from people.models.role import list_roles
from people.scope import scope_of
from people.views.current import person_of
from people.views.sign_in import UNPROCESSABLE, ExplainedFormMixin
from schoolhouse.refusals import Refusal


class MergeView(ExplainedFormMixin, FormView):
    """Name two accounts, compare them, confirm. Administrators only; accounts outside the scope are not there."""

    form_class = MergeForm
    template_name = "people/merge.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever administers people somewhere."""
        if not scope_of(person_of(request)).has_role(Role.ADMINISTRATOR):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_initial(self) -> dict[str, Any]:
        """Fill in accounts named in the address."""
        return {name: self.request.GET.get(name, "") for name in ("keep", "duplicate")}

    def get_form_kwargs(self) -> dict[str, Any]:
        """Tell the form who asks."""
        return {**super().get_form_kwargs(), "by": person_of(self.request)}

    def form_valid(self, form: MergeForm) -> HttpResponse:
        """Compare first; merge when that was confirmed."""
        keep, duplicate = form.cleaned_data["keep"], form.cleaned_data["duplicate"]
        if "confirmed" not in self.request.POST:
            return render(self.request, "people/merge_confirm.html", comparison(keep, duplicate))
        try:
            merge_people(keep=keep, duplicate=duplicate, by=person_of(self.request))
        except Refusal as refusal:
            messages.error(self.request, str(refusal.message))
            context = comparison(keep, duplicate)
            return render(self.request, "people/merge_confirm.html", context, status=max(refusal.status, UNPROCESSABLE))
        messages.success(self.request, _("The two accounts of %(name)s are one now.") % {"name": keep.full_name})
        return redirect(reverse("people_merge"))


def comparison(keep: User, duplicate: User) -> dict[str, Any]:
    """Give the confirmation page both accounts side by side, as rows of label, one and the other."""
    pair = (keep, duplicate)
    rows = [
        (_("Full name"), *(one.full_name for one in pair)),
        (_("Account name"), *(one.account_name for one in pair)),
        (_("Phone"), *(display_phone(one.phone) for one in pair)),
        (_("E-mail"), *(one.email for one in pair)),
        (_("Roles"), *(list_roles(one.role_assignments.select_related("organization")) for one in pair)),
        (_("Last sign-in"), *(one.last_login for one in pair)),
    ]
    return {"keep": keep, "duplicate": duplicate, "rows": rows}


admin_urls = [path("people/merge/", MergeView.as_view(), name="people_merge")]
