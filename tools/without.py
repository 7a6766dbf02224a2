"""Whether the house stands without one of its plugins: the suite in a copy of the tree that lacks its folder.

``python -m tools.without [NAME …]`` runs lint's import contract, the checks, the migrations and every test that is
left, for each folder of ``plugins/`` or for those named. ``--commit SHA`` chooses one by the commit's hash; ``--quick``
runs only the tests that can plausibly notice.
"""

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COPIES = ROOT / "var" / "without"
QUICK = ("tests/architecture", "tests/home", "tests/evaluations", "plugins")
"""What the quick run asks, once every test could be read: the rooms that show what plugins bring, and other plugins."""
SLOW = ("tests/home/management",)


def plugins() -> list[str]:
    """Return the names of the bundled plugins."""
    return sorted(path.parent.name for path in (ROOT / "plugins").glob("*/apps.py"))


def chosen(commit: str) -> str:
    """Return the plugin whose turn it is at this commit."""
    names = plugins()
    return names[int(commit, 16) % len(names)]


def copy_without(name: str, to: Path) -> None:
    """Copy what git knows or would take into ``to``, the plugin's folder left out."""
    asked = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(asked, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for path in filter(None, listed.split("\0")):
        if not path.startswith(f"plugins/{name}/") and (ROOT / path).is_file():
            (to / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, to / path)
    (to / ".venv").symlink_to((ROOT / ".venv").resolve())
    # Named after their migrations: one is used again where the plugin has none.
    (to / "var" / "test").mkdir(parents=True, exist_ok=True)
    for template in (ROOT / "var" / "test").glob("template-*.sqlite3"):
        shutil.copy2(template, to / "var" / "test")


def steps(quick: bool) -> list[list[str]]:
    """Return the commands that must succeed in the copy."""
    python = str(ROOT / ".venv" / "bin" / "python")
    tests = [path for path in QUICK if path != "plugins" or len(plugins()) > 1]
    left_out = [argument for path in SLOW for argument in ("--ignore", path)]
    some = ["-m", "not browser", *tests, *left_out] if quick else []
    workers = os.environ.get("WORKERS", "auto")
    # The tests' own database is made by every migration; the quick run is content with that.
    migrate = [] if quick else [[python, "manage.py", "migrate", "-v0"]]
    return [
        [str(ROOT / ".venv" / "bin" / "lint-imports"), "--no-cache"],
        [python, "manage.py", "check"],
        *migrate,
        [python, "-m", "pytest", "-q", "--collect-only", "-qq"],
        [python, "-m", "pytest", "-q", "-n", workers, *some],
    ]


def stands_without(name: str, *, quick: bool) -> bool:
    """Run the steps without the plugin ``name``; say whether all succeeded."""
    folder = COPIES / name
    shutil.rmtree(folder, ignore_errors=True)
    copy_without(name, folder)
    environment = {name: value for name, value in os.environ.items() if name != "SCHOOLHOUSE_VAR"}
    environment |= {"PYTHONPATH": f"{folder}{os.pathsep}{folder / 'site'}", "PLUGINS_STRICT": "1"}
    try:
        for command in steps(quick):
            print(f"without {name}: {' '.join(Path(part).name if part == command[0] else part for part in command)}")
            sys.stdout.flush()
            if subprocess.run(command, cwd=folder, env=environment, check=False).returncode:
                return False
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return True


def main() -> int:
    """Run it; 1 when something fails without a plugin."""
    parser = argparse.ArgumentParser(prog="python -m tools.without", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="plugins to take out (default: each in turn)")
    parser.add_argument("--commit", default="", help="take out the one whose turn it is at this commit")
    parser.add_argument("--quick", action="store_true", help="only the tests that can plausibly notice")
    arguments = parser.parse_args()
    names = [chosen(arguments.commit)] if arguments.commit else arguments.names or plugins()
    unknown = set(names) - set(plugins())
    if unknown:
        parser.error(f"no such plugin: {', '.join(sorted(unknown))}")
    failed = [name for name in names if not stands_without(name, quick=arguments.quick)]
    for name in names:
        print(f"without {name}: {'FAILED' if name in failed else 'all well'}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
