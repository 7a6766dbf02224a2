"""The one sign-in: allauth's views that we expose, each under its own name in ``people.accounts.urls``."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from allauth.mfa.totp import views as totp
from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache

from people.queries.sign_in_methods import other_ways
from schoolhouse.refusals import Refusal

UNPROCESSABLE = 422


class ExplainedFormMixin:
    """Answers a refused form with status 422, so that programs notice what people read."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show the form again with its messages."""
        response = super().form_invalid(form)  # type: ignore[misc]
        if response.status_code == 200:
            response.status_code = UNPROCESSABLE
        return response


class SignInView(ExplainedFormMixin, account.LoginView):
    """Sign in by account name, e-mail or phone and a password."""

    def get_authenticated_redirect_url(self) -> str:
        """Send whoever is signed in where they wanted to go; nobody to an admin that would send them back here."""
        target = super().get_authenticated_redirect_url()
        into_admin = urlsplit(target).path.startswith(reverse("wagtailadmin_home"))
        if into_admin and not self.request.user.has_perm("wagtailadmin.access_admin"):
            return settings.LOGIN_REDIRECT_URL
        return target

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether people may register themselves, and the ways of plugins."""
        return {
            **super().get_context_data(**kwargs),
            "other_ways": other_ways(),
            "next": self.request.GET.get("next", ""),
            "registration_open": account.get_adapter().is_open_for_signup(self.request),
        }


class RegistrationView(ExplainedFormMixin, account.SignupView):
    """Register oneself, where the school allows it."""

    def form_valid(self, form: Form) -> HttpResponse:
        """Register; show a refusal (somebody was faster) beside the form."""
        try:
            return super().form_valid(form)
        except Refusal as refusal:
            form.add_error("login", str(refusal.message))
            return self.form_invalid(form)


class PasswordResetView(ExplainedFormMixin, account.PasswordResetView):
    """Send a link by mail; where there is no mail server, say whom to ask."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Show the explanation instead of the form where no mail can be sent."""
        if not settings.MAIL_CONFIGURED:
            return render(request, "account/password_reset_ask.html")
        return super().dispatch(request, *args, **kwargs)


class PasswordResetFromKeyView(ExplainedFormMixin, account.PasswordResetFromKeyView):
    """Set a new password by the link from the mail."""


class PasswordChangeView(ExplainedFormMixin, account.PasswordChangeView):
    """Change the password, knowing the present one."""


class PasswordSetView(ExplainedFormMixin, account.PasswordSetView):
    """Set a first password."""


class ReauthenticateView(ExplainedFormMixin, account.ReauthenticateView):
    """Give the password once more before something that matters."""


class SecondStepView(mfa.AuthenticateView):
    """The second step of signing in."""

    def form_invalid(self, form: Form) -> HttpResponse:
        """Show the form again with its messages, as 422."""
        response = super().form_invalid(form)
        response.status_code = UNPROCESSABLE
        return response


class SecondStepAgainView(ExplainedFormMixin, mfa.ReauthenticateView):
    """The second step once more."""


class ActivateTwoStepView(ExplainedFormMixin, totp.ActivateTOTPView):
    """Switch on two-step sign-in with an authenticator app."""


class DeactivateTwoStepView(ExplainedFormMixin, totp.DeactivateTOTPView):
    """Switch off two-step sign-in."""


class GenerateRecoveryCodesView(ExplainedFormMixin, recovery.GenerateRecoveryCodesView):
    """Make new recovery codes; the old ones stop working."""


@never_cache
def admin_sign_in(request: HttpRequest) -> HttpResponse:
    """Send whoever wants into the admin to the one sign-in, and back afterwards."""
    target = request.GET.get("next") or reverse("wagtailadmin_home")
    if request.user.is_authenticated and not request.user.has_perm("wagtailadmin.access_admin"):
        return redirect(settings.LOGIN_REDIRECT_URL)
    return redirect(f"{reverse('account_login')}?{urlencode({'next': target})}")


@never_cache
def admin_sign_out(request: HttpRequest) -> HttpResponseBase:
    """Sign out from the admin's menu, which posts; asked by GET, show the page that does."""
    return account.logout(request)
