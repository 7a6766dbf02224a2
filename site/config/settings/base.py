"""Settings shared by every way of running Schoolhouse.

Values that a school changes come from the environment (see ``docs/settings.md``); everything local
lives under ``var/``.
"""

import datetime
import os
from pathlib import Path

import dj_database_url
import environs
from django.utils.translation import gettext_lazy as _

from schoolhouse.discovery import plugin_apps

from .services import check_queue, object_store, object_store_origin
from .sign_in import *  # noqa: F403

env = environs.Env()

ROOT = Path(__file__).resolve().parents[3]
# pydantic would read the entry points of every package, and fail for one that is malformed.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")

VAR = Path(env.str("SCHOOLHOUSE_VAR", str(ROOT / "var")))
VAR.mkdir(parents=True, exist_ok=True)

INSTALLED_APPS = [
    "schoolhouse",
    "design",
    "home",
    "evaluations",
    "forums",
    "classes",
    "lessons",
    "people",
    "foundation.documents",
    "foundation.fragments",
    "foundation.jobs",
    "foundation.recordings",
    "foundation.stamps",
    "foundation.sheets",
    "foundation.word",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.locales",
    "wagtail.embeds",
    "wagtail.sites",
    "people.apps.ScopedUsersConfig",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "wagtailmedia",
    "modelcluster",
    "taggit",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "ninja",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

# Plugins lie in plugins/ or are installed; one that does not work is left out and named by `manage.py check`.
INSTALLED_APPS += plugin_apps(Path(env.str("PLUGINS_FOLDER", str(ROOT / "plugins"))), installed=INSTALLED_APPS)

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.policy.SchoolPolicyMiddleware",
    "config.compression.CompressedPagesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "design.middleware.InterfaceLanguageMiddleware",
    "home.routing.RoutingMiddleware",
    "people.middleware.ViewAsMiddleware",
    "config.guards.ImpossibleInputMiddleware",
    "schoolhouse.gates.middleware.PluginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "schoolhouse.leftovers.middleware.LeftOversMiddleware",
    "schoolhouse.gates.refusals.RefusalMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "site" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "design.context_processors.design",
                "home.context_processors.school",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "people.context_processors.viewer",
                "wagtail.contrib.settings.context_processors.settings",
            ],
        },
    },
]

# Nothing from elsewhere, nothing inline; Wagtail's admin and the widgets of its forms still write inline scripts.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:", "blob:"],
        "media-src": ["'self'", "blob:"],
        "worker-src": ["'self'", "blob:"],
        "object-src": ["'none'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'self'"],
    }
}
ADMIN_CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        **CONTENT_SECURITY_POLICY["DIRECTIVES"],
        "script-src": ["'self'", "'unsafe-inline'"],
        "style-src": ["'self'", "'unsafe-inline'"],
    }
}
X_FRAME_OPTIONS = "SAMEORIGIN"

# The embedded database: write-ahead log, a writer that waits instead of failing, a connection kept per thread.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
}


def database(url: str = "", *, sqlite_name: Path | str = "") -> dict[str, object]:
    """Give Django's settings for one database: ``url`` as in ``DATABASE_URL``, else SQLite at ``sqlite_name``."""
    if url and not url.startswith("sqlite"):
        config: dict[str, object] = dict(dj_database_url.parse(url))
        config.update(
            CONN_MAX_AGE=0,
            CONN_HEALTH_CHECKS=True,
            OPTIONS={
                "pool": {"min_size": 1, "max_size": 8},
                "options": "-c statement_timeout=60s -c lock_timeout=20s",
            },
        )
        return config
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": url.removeprefix("sqlite:///") or str(sqlite_name),
        "CONN_MAX_AGE": None,
        "OPTIONS": dict(SQLITE_OPTIONS),
    }


DATABASES = {"default": database(env.str("DATABASE_URL", ""), sqlite_name=VAR / "schoolhouse.sqlite3")}
DATABASE_PREPARED_STATEMENTS = env.bool("DATABASE_PREPARED_STATEMENTS", True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("full_name", "account_name", "email", "phone")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "design.views.csrf_failure"
WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/learn/"

# Languages. The content's default is LANGUAGE_CODE; a reader's interface language is chosen apart from it. What
# `manage.py setup` was answered is kept in a file.
LANGUAGE_FILE = VAR / "language"
LANGUAGE_CODE = env.str("LANGUAGE_CODE", LANGUAGE_FILE.read_text().strip() if LANGUAGE_FILE.exists() else "zh-hans")
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
USE_I18N = True
FORMAT_MODULE_PATH = ["config.formats"]
USE_TZ = True
TIME_ZONE = env.str("TIME_ZONE", "Asia/Shanghai")
LOCALE_PATHS = [ROOT / "site" / name for name in ("locale", "locale_corrections", "locale_parts")]

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "site" / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "design.finders.BundleFinder",
]
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/files/"
STORAGES: dict[str, dict[str, object]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Several machines: an object store that all of them share; browsers are sent there by short, signed addresses.
if MEDIA_URL_S3 := env.str("MEDIA_URL_S3", ""):
    OBJECT_STORE = object_store(MEDIA_URL_S3)
    STORAGES["default"] = {"BACKEND": "foundation.files.object_store.ObjectStorage"}  # loads boto3, only here
    for _policy in (CONTENT_SECURITY_POLICY, ADMIN_CONTENT_SECURITY_POLICY):
        for _kind in ("img-src", "media-src"):
            _policy["DIRECTIVES"][_kind] = [*_policy["DIRECTIVES"][_kind], object_store_origin(MEDIA_URL_S3)]
# Servers of the school's network whose films may play within lessons: https://video.example,…; others are linked to.
MEDIA_ORIGINS: list[str] = env.list("MEDIA_ORIGINS", [])
for _policy in (CONTENT_SECURITY_POLICY, ADMIN_CONTENT_SECURITY_POLICY):
    _policy["DIRECTIVES"]["media-src"] = [*_policy["DIRECTIVES"]["media-src"], *MEDIA_ORIGINS]
    if MEDIA_ORIGINS:  # hls.js fetches the pieces of a film itself
        _policy["DIRECTIVES"]["connect-src"] = ["'self'", *MEDIA_ORIGINS]
# Behind nginx: an internal location that maps to MEDIA_ROOT, such as /protected/; empty: we send the bytes ourselves.
FILES_ACCEL_REDIRECT = env.str("FILES_ACCEL_REDIRECT", "")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

WAGTAILIMAGES_IMAGE_MODEL = "people.SchoolImage"
WAGTAILIMAGES_IMAGE_FORM_BASE = "people.forms.files.SchoolImageForm"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 60_000_000  # all frames together; about 0.2 GB while one is decoded
WAGTAILDOCS_DOCUMENT_MODEL = "people.SchoolDocument"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "people.forms.files.SchoolDocumentForm"
WAGTAILMEDIA = {
    "MEDIA_MODEL": "people.SchoolMedia",
    "MEDIA_FORM_BASE": "people.forms.media.SchoolMediaForm",
    # What the file dialog offers; what a file is, is asked of its bytes.
    "AUDIO_EXTENSIONS": [
        *("aac", "aiff", "amr", "flac", "m4a", "mka", "mp3", "oga", "ogg", "opus", "wav", "webm", "wma"),
    ],
    "VIDEO_EXTENSIONS": [
        *("3gp", "avi", "flv", "m4v", "mkv", "mov", "mp4", "mpeg", "mpg", "mts", "ogv", "ts", "webm", "wmv"),
    ],
}
# Sound and film: bytes of one file, seconds of one recording, pixels of one side, unfinished uploads of one person,
# hours that an unfinished upload is kept, and seconds that converting one file may take.
MEDIA_MAX_UPLOAD_SIZE = env.int("MEDIA_MAX_UPLOAD_SIZE", 2 * 1024 * 1024 * 1024)
MEDIA_MAX_SECONDS = env.int("MEDIA_MAX_SECONDS", 4 * 3600)
MEDIA_MAX_SIDE = 7680
MEDIA_MAX_OPEN_UPLOADS = 10
MEDIA_UPLOAD_HOURS = 48
MEDIA_CONVERT_SECONDS = env.int("MEDIA_CONVERT_SECONDS", 4 * 3600)
# Large files are put together and converted here; it needs room for the largest one three times over.
MEDIA_WORK_ROOT = VAR / "work"
# The demo school with its known accounts may be loaded; only where nobody real is.
DEMO_ALLOWED = False
# Whether everybody may look at the design system at /styleguide/.
STYLEGUIDE_OPEN = False

WAGTAIL_SITE_NAME = "Schoolhouse"
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", "http://127.0.0.1:8000")
WAGTAIL_USER_TIME_ZONES = ["Asia/Shanghai", "Asia/Urumqi", "UTC"]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "foundation.search"}}
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "vtt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 50 * 1024 * 1024
# Documents: pages of a PDF, pages that a lesson shows as pictures, MB of one that is unpacked, seconds of reading one.
DOCUMENT_MAX_PAGES = env.int("DOCUMENT_MAX_PAGES", 2000)
DOCUMENT_SHOWN_PAGES = env.int("DOCUMENT_SHOWN_PAGES", 150)
DOCUMENT_MAX_UNPACKED = env.int("DOCUMENT_MAX_UNPACKED", 500)
DOCUMENT_READ_SECONDS = env.int("DOCUMENT_READ_SECONDS", 900)
# Pictures and files of forum posts: bytes of one as it is sent, how many a post shows, suffixes of files besides
# pictures, how many one person may have waiting in a forum that are not sent, days until those are cleared away.
FORUM_RATE_LIMITS: dict[str, str] = env.dict("FORUM_RATE_LIMITS", {})
FORUM_FILE_MAX_BYTES = env.int("FORUM_FILE_MAX_BYTES", 10 * 1024 * 1024)
FORUM_FILES_A_POST = env.int("FORUM_FILES_A_POST", 10)
FORUM_FILE_TYPES = env.list("FORUM_FILE_TYPES", ["docx", "pdf", "pptx", "xlsx"])
FORUM_FILES_WAITING = env.int("FORUM_FILES_WAITING", 40)
FORUM_FILE_KEPT_DAYS = env.int("FORUM_FILE_KEPT_DAYS", 7)
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
TAGGIT_CASE_INSENSITIVE = True

# What Wagtail defers runs on our own queue. Indexing an object twice in a row is indexing it once.
check_queue(env.str("TASKS_URL", ""))
TASKS = {
    "default": {
        "BACKEND": "foundation.jobs.tasks_backend.JobsBackend",
        "QUEUES": [],
        "OPTIONS": {
            "coalesce": [
                "modelsearch.tasks.insert_or_update_object_task",
                "wagtail.tasks.update_reference_index_task",
            ]
        },
    }
}

vars().update(env.dj_email_url("EMAIL_URL", "console://"))
# Until people choose their own, in the wall time of their organization: when no mail is sent (both equal: never), and
# when the summary of the day comes. For so many days what they were told is kept, read or not.
NOTIFICATIONS_QUIET_FROM = datetime.time.fromisoformat(env.str("NOTIFICATIONS_QUIET_FROM", "22:00"))
NOTIFICATIONS_QUIET_UNTIL = datetime.time.fromisoformat(env.str("NOTIFICATIONS_QUIET_UNTIL", "07:00"))
NOTIFICATIONS_DIGEST_AT = datetime.time.fromisoformat(env.str("NOTIFICATIONS_DIGEST_AT", "19:30"))
NOTIFICATIONS_KEEP_DAYS = env.int("NOTIFICATIONS_KEEP_DAYS", 180)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO").upper()},
}
