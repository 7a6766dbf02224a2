"""Signing in by a printed code, and issuing a new one in two clicks."""

import uuid
from typing import Any

from allauth.account.signals import password_set
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, View

from people.accounts.identifiers import display_phone
from people.actions.accounts import welcome
from people.actions.one_time_codes import issue_code, use_code
from people.actions.slips import qr_svg, slip_address, slips_pdf
from people.forms.one_time_codes import CodeForm, WelcomeForm
from people.models import User
from people.permissions import may_issue_code
from people.views import limits
from people.views.current import person_of, school_of
from people.views.sign_in import ExplainedFormMixin
from schoolhouse.refusals import Refusal

SIGNED_IN_BY_CODE = "people_signed_in_by_code"


@method_decorator(never_cache, name="dispatch")
class UseCodeView(ExplainedFormMixin, FormView):
    """Type the code, or come from the slip's QR with it filled in; opening the address alone uses nothing up."""

    template_name = "people/use_code.html"
    form_class = CodeForm

    def get_initial(self) -> dict[str, Any]:
        """Fill in the code from the address."""
        return {"code": self.kwargs.get("code", "")}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the try first."""
        if limits.exhausted(request, "code_failed"):
            return limits.too_many(request, "code_failed")
        if not limits.count(request, "code"):
            return limits.too_many(request, "code")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: CodeForm) -> HttpResponse:
        """Use the code up and sign its person in; a second step still follows where there is one."""
        try:
            user = use_code(code=form.cleaned_data["code"])
        except Refusal as refusal:
            limits.count(self.request, "code_failed")
            form.add_error("code", str(refusal.message))
            return self.form_invalid(form)
        if self.request.user.is_authenticated:
            logout(self.request)
        self.request.session[SIGNED_IN_BY_CODE] = str(user.public_id)
        self.request.session.set_expiry(0)
        return perform_login(self.request, user, redirect_url=reverse("people:welcome"))


@method_decorator([login_required, never_cache], name="dispatch")
class WelcomeView(ExplainedFormMixin, FormView):
    """Right after a sign-in by code: choose a password, without knowing an old one."""

    template_name = "people/welcome.html"
    form_class = WelcomeForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only in the session that the code opened."""
        if request.session.get(SIGNED_IN_BY_CODE) != str(person_of(request).public_id):
            return redirect("people:profile")
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the person."""
        return {**super().get_form_kwargs(), "user": person_of(self.request)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the phone number as people write it."""
        return super().get_context_data(own_phone=display_phone(person_of(self.request).phone), **kwargs)

    def form_valid(self, form: WelcomeForm) -> HttpResponse:
        """Set the password and stay signed in here."""
        try:
            user = welcome(
                user=person_of(self.request),
                password=form.cleaned_data["password1"],
                identifier=form.cleaned_data.get("login", ""),
                by=person_of(self.request),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
            return self.form_invalid(form)
        del self.request.session[SIGNED_IN_BY_CODE]
        update_session_auth_hash(self.request, user)
        self.request.user = user
        password_set.send(sender=User, request=self.request, user=user)
        messages.success(self.request, _("Your password is set."))
        return redirect(settings.LOGIN_REDIRECT_URL)


@method_decorator([login_required, never_cache], name="dispatch")
class IssueCodeView(View):
    """A teacher's second click: makes a new code and shows it once, on the screen or as a slip to print."""

    def person(self) -> User:
        """Find the person; to whoever may not, there is nobody here."""
        user = get_object_or_404(User, public_id=self.kwargs["public_id"], is_active=True)
        if not may_issue_code(person_of(self.request), user):
            raise Http404
        return user

    def get(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        """Explain what the click will do."""
        return render(request, "people/issue_code.html", {"person": self.person(), "days": settings.ONE_TIME_CODE_DAYS})

    def post(self, request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
        """Issue; the old code stops working."""
        person, by = self.person(), person_of(request)
        try:
            issued = issue_code(user=person, by=by)
        except Refusal as refusal:
            messages.error(request, str(refusal.message))
            return redirect(request.path)
        address = slip_address(request.build_absolute_uri("/"))
        if request.POST.get("format") == "pdf":
            printed = slips_pdf(
                codes=[issued], address=address, language=request.LANGUAGE_CODE, school=school_of(request)
            )
            return pdf_response(printed)
        context = {"person": person, "issued": issued, "address": address, "qr": qr_svg(address + issued.code + "/")}
        return render(request, "people/issued_code.html", context)


def pdf_response(content: bytes) -> HttpResponse:
    """Answer with a PDF that no cache keeps."""
    headers = {"Content-Disposition": 'attachment; filename="slips.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
