"""How gunicorn serves Schoolhouse: ``gunicorn`` in this folder is enough. Every value can come from the environment."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# Before the application is imported: the assembled site and the rooms are source roots.
sys.path[:0] = [str(ROOT / "site"), str(ROOT)]

wsgi_app = "config.wsgi:application"
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 60
graceful_timeout = 10
keepalive = 15
# Load once and fork: starts faster and shares memory. Nothing may open a database connection while loading.
preload_app = True
os.environ["GUNICORN_PRELOADS"] = str(os.getpid())
# Workers prove that they live by touching a file, which must not be on a disk that can stall.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None
# No control socket: two schools of one account would fight for it.
control_socket_disable = True
errorlog = "-"
loglevel = "warning"
