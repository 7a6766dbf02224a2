"""What plugins cost: seconds until the school answers and memory per worker, with 0, 10 and 50 of them.

``python -m bench.plugins`` writes ``"plugins"`` into ``bench/results/latest.json``, beside what the pages cost.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from tools import serve

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "var" / "bench" / "plugins"
LATEST = ROOT / "bench" / "results" / "latest.json"
COUNTS = (0, 10, 50)
PATIENCE = 300.0
PAGES = ("/", "/lessons/", "/accounts/login/", "/search/")

FILES = {
    "__init__.py": "",
    "apps.py": """
from schoolhouse.extension_points import NavigationItem, Slot, navigation
from schoolhouse.plugins import PluginConfig


class Config(PluginConfig):
    name = "{name}"
    requires_api = ">=0.1,<1"

    def register(self):
        from {name} import views

        navigation.register(self.label, self.label, NavigationItem("{name}", views.address, "flag"))
        Slot.named("classes.training_class.aside").register(self.label, self.label, views.shown)
""",
    "views.py": """
from django.http import HttpResponse


def index(request):
    return HttpResponse("{name}")


def address(request):
    return None


def shown(request, **arguments):
    return "{name}"
""",
    "urls.py": """
from django.urls import path

from {name} import views

urlpatterns = [path("", views.index, name="index")]
""",
    "models.py": """
from django.db import models


class Note(models.Model):
    text = models.TextField()
    written_at = models.DateTimeField(auto_now_add=True)
""",
    "handlers.py": """
from forums.events import post_published


@post_published.handler("{name}.hear")
def hear(event):
    pass
""",
    "wagtail_hooks.py": """
from wagtail import hooks


@hooks.register("insert_editor_js")
def nothing():
    return ""
""",
}


def main() -> int:
    """Measure each number of plugins and write the results."""
    found = [_measured(count) for count in COUNTS]
    results = json.loads(LATEST.read_text()) if LATEST.exists() else {}
    results["plugins"] = found
    LATEST.parent.mkdir(exist_ok=True)
    LATEST.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n")
    columns = list(found[0])
    for row in [columns, *([str(run[column]) for column in columns] for run in found)]:
        print("  ".join(cell.rjust(18) for cell in row))
    return 0


def _measured(count: int) -> dict[str, Any]:
    """Start a school with so many plugins twice: when they are new, and when their verdict is known."""
    var = FOLDER / str(count)
    shutil.rmtree(var, ignore_errors=True)
    nothing, info = var / "plugins", var / "bench_plugins-1.0.dist-info"
    nothing.mkdir(parents=True)
    info.mkdir()
    names = [f"bench_{number}" for number in range(count)]
    points = "\n".join(f"{name} = {name}.apps:Config" for name in names)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: bench-plugins\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(f"[schoolhouse.plugins]\n{points}\n")
    for name in names:
        for file, text in FILES.items():
            place = var / name / file
            place.parent.mkdir(exist_ok=True)
            place.write_text(text.replace("{name}", name))
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "DJANGO_SETTINGS_MODULE": "config.settings.development",
        "DEBUG": "0",
        "SCHOOLHOUSE_VAR": str(var),
        "PLUGINS_FOLDER": str(nothing),
        "PYTHONPATH": os.pathsep.join(map(str, (var, ROOT, ROOT / "site"))),
        "WEB_WORKERS": "2",
    }
    migrate = [sys.executable, str(ROOT / "manage.py"), "migrate", "-v0"]
    subprocess.run(migrate, cwd=var, env=environment, check=True, stderr=subprocess.DEVNULL)
    (var / "plugins.json").unlink(missing_ok=True)
    first, _memory = _start(environment, count)
    again, memory = _start(environment, count)
    shutil.rmtree(var, ignore_errors=True)
    return {"plugins": count, "first_start_s": first, "start_s": again, **memory}


def _start(environment: dict[str, str], count: int) -> tuple[float, dict[str, float]]:
    """Start gunicorn; return the seconds until it answered, and the memory of a worker that has shown some pages."""
    port = serve.free_port()
    began = time.monotonic()
    web = serve.school_children(ROOT, FOLDER / "log", {**environment, "BIND": f"127.0.0.1:{port}"})[0]
    web.start()
    try:
        while not serve.answers(port):
            if time.monotonic() - began > PATIENCE:
                raise RuntimeError("The school does not answer.")
            time.sleep(0.05)
        seconds = round(time.monotonic() - began, 2)
        missing = [number for number in range(count) if not serve.answers(port, f"/plugins/bench_{number}/")]
        if missing:
            raise RuntimeError(f"{len(missing)} of {count} plugins do not answer.")
        for page in PAGES * 5:
            serve.answers(port, page)
        assert web.process is not None
        workers = _children(web.process.pid)
        rss, pss = (max(_kilobytes(worker, kind) for worker in workers) for kind in ("Rss", "Pss"))
        return seconds, {"worker_rss_mb": round(rss / 1024, 1), "worker_pss_mb": round(pss / 1024, 1)}
    finally:
        serve.Supervisor([web]).stop()


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _kilobytes(pid: int, kind: str) -> int:
    """Return a process's resident memory, or its fair share of what it shares with others."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1])
    return 0


if __name__ == "__main__":
    sys.exit(main())
