"""The embedded school: SQLite under ``var/``, nothing to configure. What ``make demo`` and bare ``manage.py`` use."""

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403
from .base import VAR, env

DEMO_ALLOWED = True
STYLEGUIDE_OPEN = True
DEBUG = env.bool("DEBUG", True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])


def _kept_secret_key() -> str:
    """Return this checkout's own secret key, made on first use and kept in ``var/secret-key``."""
    path = VAR / "secret-key"
    if not path.exists():
        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text().strip()


SECRET_KEY = env.str("SECRET_KEY", "") or _kept_secret_key()
if not DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "schoolhouse.gates.static_files.StaticFilesStorage"  # noqa: F405
