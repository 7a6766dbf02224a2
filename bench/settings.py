"""The embedded school's settings as they are served, with the bare views and the measuring middleware added."""

import os

os.environ["DEBUG"] = "0"

from config.settings.development import *  # noqa: F403
from config.settings.development import MIDDLEWARE

ROOT_URLCONF = "bench.urls"
MIDDLEWARE = ["bench.middleware.MeasuringMiddleware", *MIDDLEWARE]
