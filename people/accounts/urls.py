"""The addresses of allauth that we expose, under the names by which allauth knows them, and the ways of plugins.

Nothing else of it is reachable.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as recovery
from django.urls import path, re_path

from people.views import sign_in, sign_in_methods

urlpatterns = [
    path("login/", sign_in.SignInView.as_view(), name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", sign_in.RegistrationView.as_view(), name="account_signup"),
    path("by/<str:name>/", sign_in_methods.begin, name="account_sign_in_by"),
    path("by/<str:name>/back/", sign_in_methods.come_back, name="account_sign_in_back"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("reauthenticate/", sign_in.ReauthenticateView.as_view(), name="account_reauthenticate"),
    path("confirm-email/<str:key>/", account.confirm_email, name="account_confirm_email"),
    path("password/change/", sign_in.PasswordChangeView.as_view(), name="account_change_password"),
    path("password/set/", sign_in.PasswordSetView.as_view(), name="account_set_password"),
    path("password/reset/", sign_in.PasswordResetView.as_view(), name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        sign_in.PasswordResetFromKeyView.as_view(),
        name="account_reset_password_from_key",
    ),
    path("password/reset/key/done/", account.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("2fa/", mfa.index, name="mfa_index"),
    path("2fa/authenticate/", sign_in.SecondStepView.as_view(), name="mfa_authenticate"),
    path("2fa/reauthenticate/", sign_in.SecondStepAgainView.as_view(), name="mfa_reauthenticate"),
    path("2fa/totp/activate/", sign_in.ActivateTwoStepView.as_view(), name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", sign_in.DeactivateTwoStepView.as_view(), name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", recovery.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        sign_in.GenerateRecoveryCodesView.as_view(),
        name="mfa_generate_recovery_codes",
    ),
    path("2fa/recovery-codes/download/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
]
