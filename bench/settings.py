"""The embedded school's settings as they are served, with the bare views and the measuring middleware added."""

import os

os.environ["DEBUG"] = "0"

from config.settings.development import *  # noqa: F403
from config.settings.development import MIDDLEWARE

ROOT_URLCONF = "bench.urls"
# 200 people write here as fast as machines, whom the limits are there to stop; that they are counted is measured.
FORUM_RATE_LIMITS = {"post": "1000000/m/user"}
MIDDLEWARE = ["bench.middleware.MeasuringMiddleware", *MIDDLEWARE]
