"""A clean environment for Python in which nothing is installed but what Schoolhouse stands on, and pip works."""

import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def build_wheel(source: Path, to: Path) -> Path:
    """Build the wheel of a package, without a network."""
    pip("wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(to), str(source))
    (wheel,) = to.glob("*.whl")
    return wheel


def pip(*arguments: str, python: Path | None = None) -> str:
    """Run pip for this environment or for ``python``; return what it wrote."""
    place = ["--python", str(python)] if python else []
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *place, *arguments]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout[-3000:] + ended.stderr[-3000:]
    return ended.stdout


class CleanEnvironment:
    """An environment of its own in ``folder``, which borrows the libraries of the one that runs the tests."""

    def __init__(self, folder: Path) -> None:
        venv.create(folder, with_pip=False, symlinks=True)
        self.python = folder / "bin" / "python"
        self.packages = next(folder.glob("lib/python*/site-packages"))
        (self.packages / "libraries.pth").write_text(f"{sysconfig.get_path('purelib')}\n")

    def install(self, wheel: Path) -> None:
        """Install a wheel, and nothing from elsewhere."""
        pip("install", "--no-index", "--find-links", str(wheel.parent), "--no-deps", str(wheel), python=self.python)

    def uninstall(self, distribution: str) -> None:
        """Take a distribution out again."""
        pip("uninstall", "--yes", distribution, python=self.python)

    def run(self, *command: str, cwd: Path, check: bool = True, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run Python there, on the databases that the suite is told to use."""
        ended = subprocess.run(
            [str(self.python), *command],
            env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test", **variables},
            capture_output=True,
            text=True,
            cwd=cwd,
            timeout=600,
            check=False,
        )
        if check:
            assert ended.returncode == 0, ended.stdout[-6000:] + ended.stderr[-3000:]
        return ended
