"""A person's own account: name and language, what they sign in with, and where they are signed in."""

from typing import Any

from allauth.account.internal.flows.email_verification import send_verification_email_to_address
from allauth.account.models import EmailAddress
from allauth.mfa.utils import is_mfa_enabled
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse_lazy
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import FormView, TemplateView

from people.accounts.identifiers import display_phone
from people.actions.accounts import change_identifiers, change_profile
from people.forms.profile import IdentifiersForm, ProfileForm
from people.queries.devices import devices_of
from people.views import limits
from people.views.current import person_of
from people.views.sign_in import ExplainedFormMixin
from schoolhouse.refusals import Refusal


@method_decorator([login_required, never_cache], name="dispatch")
class ProfileView(ExplainedFormMixin, FormView):
    """Name and language; the way to everything else."""

    template_name = "people/profile.html"
    form_class = ProfileForm
    success_url = reverse_lazy("people:profile")

    def get_initial(self) -> dict[str, Any]:
        """Start from what is stored."""
        user = person_of(self.request)
        return {"full_name": user.full_name, "preferred_language": user.preferred_language}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what the cards beside the form say."""
        user = person_of(self.request)
        return super().get_context_data(
            phone=display_phone(user.phone),
            email_verified=EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists(),
            mail_configured=settings.MAIL_CONFIGURED,
            two_step=is_mfa_enabled(user),
            **kwargs,
        )

    def form_valid(self, form: ProfileForm) -> HttpResponse:
        """Store, and answer in the language just chosen."""
        user = change_profile(user=person_of(self.request), by=person_of(self.request), **form.cleaned_data)
        language = user.preferred_language
        response = super().form_valid(form)
        if language:
            translation.activate(language)
            response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=365 * 24 * 3600, samesite="Lax")
        messages.success(self.request, _("Saved."))
        return response


@method_decorator([login_required, never_cache], name="dispatch")
class IdentifiersView(ExplainedFormMixin, FormView):
    """Account name, phone and e-mail."""

    template_name = "people/identifiers.html"
    form_class = IdentifiersForm
    success_url = reverse_lazy("people:profile")

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the person."""
        return {**super().get_form_kwargs(), "user": person_of(self.request)}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count the try: the form takes the password."""
        if not limits.count(request, "password"):
            return limits.too_many(request, "password")
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: IdentifiersForm) -> HttpResponse:
        """Store; a new e-mail gets a mail for confirmation where mail can be sent."""
        data, old_email = form.cleaned_data, person_of(self.request).email
        try:
            user = change_identifiers(
                user=person_of(self.request),
                account_name=data["account_name"],
                email=data["email"],
                phone=data["phone"],
                by=person_of(self.request),
            )
        except Refusal as refusal:
            form.add_error(None, str(refusal.message))
            return self.form_invalid(form)
        if settings.MAIL_CONFIGURED and user.email and user.email != old_email:
            send_verification_email_to_address(self.request, EmailAddress.objects.get(user=user, email=user.email))
        messages.success(self.request, _("Saved."))
        return super().form_valid(form)


@method_decorator([login_required, never_cache], name="dispatch")
class DevicesView(TemplateView):
    """Where the person is signed in; each other device can be signed out from here."""

    template_name = "people/devices.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List the live sessions, this one first."""
        devices = devices_of(person_of(self.request), current_key=self.request.session.session_key)
        return super().get_context_data(devices=devices, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign out one other device (``device``: its number) or all others."""
        others = UserSession.objects.filter(user=person_of(request)).exclude(session_key=request.session.session_key)
        chosen = request.POST.get("device", "")
        if chosen:
            others = [get_object_or_404(others, pk=int(chosen) if chosen.isdigit() and len(chosen) < 19 else 0)]
        for session in others:
            session.end()
        messages.success(request, _("Signed out there."))
        return redirect("people:devices")
