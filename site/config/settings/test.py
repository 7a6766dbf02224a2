"""Settings of the test suite: its own databases and files, fast password hashing, mail kept in memory."""

import os

os.environ.setdefault("SCHOOLHOUSE_VAR", os.path.join(os.path.dirname(__file__), "..", "..", "..", "var", "test"))

# A plugin that fails is a failure.
os.environ.setdefault("PLUGINS_STRICT", "1")

from .base import *  # noqa: F403
from .base import STATIC_ROOT, VAR, database, env

DEMO_ALLOWED = True
DEBUG = False
SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["*"]
DATABASES = {"default": database(env.str("DATABASE_URL", ""), sqlite_name=VAR / "unused.sqlite3")}
# A pool's threads would outlive the copy of the database that each test process makes and drops.
DATABASES["default"]["OPTIONS"].pop("pool", None)  # type: ignore[attr-defined]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Index updates at once, as most tests expect them; tests of the queue set their own backend.
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
