"""The archive: what stands in it, written with and checked by its manifest."""

import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

FORMAT = 1
MANIFEST = "manifest.json"
LARGEST_MANIFEST = 256 * 1024 * 1024
"""Bytes: a million uploaded files take about 150 MB."""
PIECE = 1024 * 1024


class BackupFault(Exception):
    """Why a backup cannot be made or restored; the message is for the person who asked."""


@dataclass
class Manifest:
    """What an archive says of itself.

    ``database`` is ``sqlite`` or ``postgresql``; ``migrations`` and ``rows`` are by app and by table; ``files`` gives
    the bytes and the SHA-256 of each; ``about`` is what whoever made it wanted to be known.
    """

    made_at: str
    database: str
    migrations: dict[str, list[str]]
    rows: dict[str, int]
    has_media: bool = True
    about: dict[str, Any] = field(default_factory=dict)
    files: dict[str, tuple[int, str]] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def database_file(self) -> str:
        """The name of the database in the archive."""
        return "database.sqlite3" if self.database == "sqlite" else "database.dump"

    def below(self, folder: str) -> list[str]:
        """Return the names of the files in a folder of the archive."""
        return [name for name in self.files if name.startswith(f"{folder}/")]


class Writer:
    """An archive that is being written; each file is hashed as it goes in."""

    def __init__(self, file: BinaryIO) -> None:
        self.tar = tarfile.TarFile(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)
        self.files: dict[str, tuple[int, str]] = {}

    def add(self, path: Path, name: str) -> None:
        """Take in a file as long as it is now. Raises ``OSError`` where it cannot be read."""
        with path.open("rb") as source:
            entry = self.tar.gettarinfo(arcname=name, fileobj=source)
            entry.mtime = int(entry.mtime)  # a fraction would take a header of its own for each file
            entry.mode, entry.uid, entry.gid, entry.uname, entry.gname = 0o600, 0, 0, "", ""
            hashed = _Hashed(source, entry.size)
            self.tar.addfile(entry, hashed)  # type: ignore[arg-type]  # it reads, and that is all tarfile wants
        self.files[name] = (entry.size, hashed.digest)

    def close(self, manifest: Manifest) -> None:
        """Write the manifest, and the end."""
        manifest.files = self.files
        content = json.dumps(asdict(manifest), ensure_ascii=False).encode()
        entry = tarfile.TarInfo(MANIFEST)
        entry.size, entry.mode = len(content), 0o600
        self.tar.addfile(entry, io.BytesIO(content))
        self.tar.close()


class _Hashed:
    """Reads so many bytes of a file, which may have grown since, and hashes them."""

    def __init__(self, source: BinaryIO, size: int) -> None:
        self.source, self.left, self.hash = source, size, hashlib.sha256()

    def read(self, size: int = PIECE) -> bytes:
        piece = self.source.read(min(size, self.left))
        self.left -= len(piece)
        self.hash.update(piece)
        return piece

    @property
    def digest(self) -> str:
        return self.hash.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[tarfile.TarFile]:
    """Open an archive to read. Raises ``BackupFault`` for what is none."""
    try:
        with tarfile.open(path, mode="r:") as tar:
            yield tar
    except tarfile.TarError as error:
        raise BackupFault(f"{path} is no backup, or it is broken off: {error}") from error
    except OSError as error:
        raise BackupFault(f"{path}: {error.strerror or error}") from error


def read_manifest(path: Path) -> Manifest:
    """Return what an archive says of itself. Raises ``BackupFault`` where it says nothing that can be trusted."""
    with opened(path) as tar:
        try:
            entry = tar.getmember(MANIFEST)
        except KeyError:
            raise BackupFault(f"{path} is no backup of this software: it has no {MANIFEST}.") from None
        source = tar.extractfile(entry) if entry.isfile() and entry.size <= LARGEST_MANIFEST else None
        try:
            return _manifest(json.loads(source.read() if source else b""))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise BackupFault(f"The {MANIFEST} of {path} cannot be read.") from error


def _manifest(content: dict[str, Any]) -> Manifest:
    if content["format"] != FORMAT:
        raise BackupFault("This backup is of another kind than this version knows. Use the version that made it.")
    files = {str(name): (int(size), str(digest)) for name, (size, digest) in content.pop("files").items()}
    for name in files:
        parts = PurePosixPath(name)
        if parts.is_absolute() or ".." in parts.parts or parts.as_posix() != name or "\0" in name:
            raise BackupFault(f"The backup names a file that leads out of it: {name!r}")
    manifest = Manifest(**content, files=files)
    if manifest.database not in ("sqlite", "postgresql") or manifest.database_file not in files:
        raise BackupFault("The backup has no database in it.")
    return manifest


def verify(path: Path, manifest: Manifest, take: Callable[[str], Path | None] = lambda _name: None) -> None:
    """Read every file that the manifest names, and write it where ``take`` says, if anywhere.

    Raises ``BackupFault`` where one is missing, another than it was, or stands there twice.
    """
    missing = dict(manifest.files)
    with opened(path) as tar:
        for entry in tar:
            if entry.name == MANIFEST:
                continue
            expected = missing.pop(entry.name, None)
            if expected is None or not entry.isfile():
                raise BackupFault(f"The backup holds something that its manifest does not name: {entry.name!r}")
            if _copied(tar.extractfile(entry), take(entry.name)) != expected:
                raise BackupFault(f"{entry.name} in the backup is damaged.")
    if missing:
        raise BackupFault(f"{len(missing)} files are missing in the backup, the first is {next(iter(missing))}.")


def _copied(source: Any, to: Path | None) -> tuple[int, str]:
    digest, size = hashlib.sha256(), 0
    if to is not None:
        to.parent.mkdir(parents=True, exist_ok=True)
    with (to or Path("/dev/null")).open("wb") as target:
        while piece := source.read(PIECE):
            digest.update(piece)
            size += len(piece)
            if to is not None:
                target.write(piece)
    return size, digest.hexdigest()
