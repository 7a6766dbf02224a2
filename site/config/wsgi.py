"""WSGI entry point; gunicorn serves ``config.wsgi:application``."""

import os

from django.core.wsgi import get_wsgi_application

from schoolhouse.discovery.restart import start_again
from schoolhouse.quarantine import PluginFailed

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.development")
try:
    application = get_wsgi_application()
except PluginFailed as failure:
    # Only gunicorn's first process, before it has forked, can simply be started again.
    if os.environ.get("GUNICORN_PRELOADS") != str(os.getpid()):
        raise
    start_again(failure)
