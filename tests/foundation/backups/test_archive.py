"""An archive is believed only where it is, to the last byte, what its manifest says."""

import io
import json
import tarfile

import pytest

from foundation.backups.archive import BackupFault, Manifest, Writer, read_manifest, verify

CONTENT = {"database.sqlite3": b"rows" * 1000, "media/ab/cd.jpg": b"\xff\xd8picture", "media/课件/第一课.pdf": b"%PDF"}


@pytest.fixture
def archive(tmp_path):
    path = tmp_path / "backup.tar"
    with path.open("wb") as file:
        writer = Writer(file)
        for number, (name, content) in enumerate(CONTENT.items()):
            source = tmp_path / str(number)
            source.write_bytes(content)
            writer.add(source, name)
        writer.close(Manifest("2026-12-01T10:00:00+00:00", "sqlite", {"people": ["0001_initial"]}, {"people_user": 3}))
    return path


def change(path, *, manifest=None, drop=(), add=None):
    """Write the archive anew, with another manifest, without some of its files, or with more of them."""
    with tarfile.open(path) as tar:
        found = {entry.name: tar.extractfile(entry).read() for entry in tar}
    content = json.loads(found.pop("manifest.json"))
    content = manifest(content) if manifest else content
    files = [*((name, data) for name, data in found.items() if name not in drop), *(add or ())]
    with tarfile.open(path, "w") as tar:
        for name, data in [*files, ("manifest.json", json.dumps(content).encode())]:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            tar.addfile(entry, io.BytesIO(data))


def test_archive_gives_back_every_file_and_says_what_it_is(archive, tmp_path):
    manifest = read_manifest(archive)
    verify(archive, manifest, lambda name: tmp_path / "out" / name)
    assert (manifest.database, manifest.rows) == ("sqlite", {"people_user": 3})
    assert manifest.below("media") == ["media/ab/cd.jpg", "media/课件/第一课.pdf"]
    assert {name: (tmp_path / "out" / name).read_bytes() for name in CONTENT} == CONTENT


@pytest.mark.parametrize("words", [b"rowsrows", b"picture", b"%PDF", "第一课".encode()])
def test_byte_that_is_another_is_found(archive, words):
    manifest = read_manifest(archive)
    content = bytearray(archive.read_bytes())
    content[content.index(words)] ^= 1
    archive.write_bytes(content)
    with pytest.raises(BackupFault):
        verify(archive, manifest)


@pytest.mark.parametrize("left", [0, 100, 600, 5_000])
def test_archive_that_breaks_off_is_refused(archive, left):
    archive.write_bytes(archive.read_bytes()[:left])
    with pytest.raises(BackupFault):
        verify(archive, read_manifest(archive))


@pytest.mark.parametrize("name", ["../outside", "/etc/passwd", "media/../../x", "media//x", "./media/x", "media/\0"])
def test_name_that_leads_out_is_refused(archive, name):
    change(archive, manifest=lambda one: {**one, "files": {**one["files"], name: [1, "00"]}})
    with pytest.raises(BackupFault):
        read_manifest(archive)


@pytest.mark.parametrize(
    "changed",
    [
        lambda one: {**one, "format": 2},
        lambda one: {**one, "database": "oracle"},
        lambda one: {**one, "files": {}},
        lambda one: {**one, "files": "none"},
        lambda one: {**one, "surprise": 1},
        lambda one: [one],
        lambda one: None,
    ],
)
def test_manifest_that_says_something_else_is_refused(archive, changed):
    change(archive, manifest=changed)
    with pytest.raises(BackupFault):
        read_manifest(archive)


@pytest.mark.parametrize(
    "changes",
    [
        {"drop": ["media/ab/cd.jpg"]},
        {"add": [("media/more.jpg", b"x")]},
        {"add": [("media/ab/cd.jpg", CONTENT["media/ab/cd.jpg"])]},
        {"add": [("../outside", b"x")]},
    ],
)
def test_archive_with_more_or_fewer_files_is_refused(archive, changes, tmp_path):
    change(archive, **changes)
    with pytest.raises(BackupFault):
        verify(archive, read_manifest(archive), lambda name: tmp_path / "out" / name)
    assert not (tmp_path / "outside").exists()


def test_what_is_no_archive_is_refused(tmp_path):
    (tmp_path / "notes.tar").write_text("not at all")
    for path in (tmp_path / "notes.tar", tmp_path / "missing.tar", tmp_path):
        with pytest.raises(BackupFault):
            read_manifest(path)
