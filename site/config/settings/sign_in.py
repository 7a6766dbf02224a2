"""The one sign-in at ``/accounts/``, and what it counts its tries in."""

import environs

from config.settings.services import shared_cache

env = environs.Env()

# The one sign-in, by account name, e-mail or phone. Limits are counted in the shared cache: a whole class signs in from
# one address within a minute, while tries on one account are few. Verification needs a mail server; there is no SMS.
MAIL_CONFIGURED = bool(env.str("EMAIL_URL", ""))
REGISTRATION_OPEN = env.bool("REGISTRATION_OPEN", True)
ONE_TIME_CODE_DAYS = env.int("ONE_TIME_CODE_DAYS", 30)
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXY_COUNT", 0)
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
ACCOUNT_ADAPTER = "people.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email", "phone"}
ACCOUNT_SIGNUP_FIELDS = ["username", "email", "phone", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = "account_name"
ACCOUNT_EMAIL_VERIFICATION = "optional" if MAIL_CONFIGURED else "none"
ACCOUNT_PHONE_VERIFICATION_ENABLED = False
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "100/m/ip,8/5m/key",
    "signup": "60/m/ip",
    "change_password": "10/m/user",
}
ACCOUNT_FORMS = {
    "login": "people.forms.sign_in.SignInForm",
    "signup": "people.forms.sign_in.RegistrationForm",
    "change_password": "people.forms.sign_in.ChangePasswordForm",
    "set_password": "people.forms.sign_in.SetPasswordForm",
    "reset_password": "people.forms.sign_in.ResetPasswordForm",
    "reset_password_from_key": "people.forms.sign_in.ResetPasswordKeyForm",
    "reauthenticate": "people.forms.sign_in.ReauthenticateForm",
}
MFA_ADAPTER = "people.accounts.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "people.forms.two_step.AuthenticateForm",
    "reauthenticate": "people.forms.two_step.ReauthenticateForm",
    "activate_totp": "people.forms.two_step.ActivateTOTPForm",
}
# Every identifier is optional, so no sign-in method is required at registration: what this check asks for.
SILENCED_SYSTEM_CHECKS = ["account.W001"]

# Sessions and every count that guards something are shared by all processes. ``local`` may differ between processes:
# only for what is keyed by its own content or revision.
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "schoolhouse_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    # The texts of foundation.fragments: up to 32 MB in each process.
    "local": {"BACKEND": "foundation.fragments.store.ProcessCache"},
    "renditions": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "renditions",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 2_000},
    },
}
if REDIS_URL := env.str("REDIS_URL", ""):
    CACHES["default"] = shared_cache(REDIS_URL)
