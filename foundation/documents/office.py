"""Slides made a PDF by LibreOffice, where the machine has it."""

import os
import shutil
import signal
import subprocess
from contextlib import suppress
from pathlib import Path

from foundation.documents.faults import BadDocument

LARGEST = 512 * 1024 * 1024
"""Bytes that one file it writes may have."""
MEMORY = 4 * 1024 * 1024 * 1024
"""Bytes of addresses that it may use."""

_SECURITY = "/org.openoffice.Office.Common/Security/Scripting"
_CLOSED = "".join(
    f'<item oor:path="{_SECURITY}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
    for name, value in (
        ("BlockUntrustedRefererLinks", "true"),
        ("DisableActiveContent", "true"),
        ("DisableMacrosExecution", "true"),
        ("MacroSecurityLevel", "3"),
    )
)
PROFILE = (
    '<?xml version="1.0" encoding="UTF-8"?><oor:items xmlns:oor="http://openoffice.org/2001/registry" '
    f'xmlns:xs="http://www.w3.org/2001/XMLSchema">{_CLOSED}</oor:items>'
)
"""What LibreOffice is told of itself: to fetch nothing that slides only link to, neither from the net nor from this
machine's disk, and to run nothing in them."""


def libreoffice() -> str | None:
    """Return the path of LibreOffice's program, ``None`` where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def make_pdf(source: Path, folder: Path, *, seconds: float) -> Path:
    """Make the slides at ``source`` a PDF in ``folder``; return its path.

    Raises ``BadDocument`` without LibreOffice, where it takes longer than ``seconds``, and for slides it cannot open.
    """
    program = libreoffice()
    if program is None:
        raise BadDocument("no_libreoffice")
    profile = folder / "profile"
    (profile / "user").mkdir(parents=True, exist_ok=True)
    (profile / "user" / "registrymodifications.xcu").write_text(PROFILE)
    limits = [f"--fsize={LARGEST}", f"--as={MEMORY}", f"--cpu={max(int(seconds), 1)}"]
    command = ["nice", "-n", "10", "prlimit", *limits, program, "--headless", "--norestore", "--nodefault", "--nologo"]
    command += [f"-env:UserInstallation={profile.as_uri()}", "--convert-to", "pdf:impress_pdf_Export"]
    command += ["--outdir", str(folder), str(source)]
    environment = {**os.environ, "HOME": str(folder), "SAL_USE_VCLPLUGIN": "svp"}
    # A group of its own: it starts a second program, and both have to end.
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, process_group=0
    )
    try:
        process.wait(timeout=max(seconds, 0.01))
    except subprocess.TimeoutExpired as error:
        raise BadDocument("time") from error
    finally:
        _end(process)
    target = folder / f"{source.stem}.pdf"
    if process.returncode or not target.exists() or not target.stat().st_size:
        raise BadDocument("slides")
    return target


def _end(process: "subprocess.Popen[bytes]") -> None:
    """End it with all that it started, whether it is done or not."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
