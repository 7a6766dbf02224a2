import io

import pytest

from foundation.files.keys import content_digest, content_key, plain_suffix

EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_content_key_is_sharded_by_the_digest_of_the_bytes():
    assert content_key(io.BytesIO(b""), ".pdf") == f"e3/b0/{EMPTY[4:]}.pdf"


def test_content_key_is_the_same_for_the_same_bytes_and_keeps_the_position():
    file = io.BytesIO("课程".encode() * 200_000)
    file.seek(5)
    assert content_key(file, "a.PDF") == content_key(io.BytesIO(file.getvalue()), "b.pdf")
    assert file.tell() == 5


def test_content_key_differs_for_other_bytes():
    assert content_digest(io.BytesIO(b"a")) != content_digest(io.BytesIO(b"b"))


def test_content_key_stands_in_its_folder():
    assert content_key(io.BytesIO(b""), folder="/org/").startswith("org/e3/b0/")


@pytest.mark.parametrize(
    ("name", "suffix"),
    [
        ("名册.XLSX", ".xlsx"),
        ("no suffix", ""),
        ("a.b/../../c", ""),
        ("a.课程", ""),
        ("a.thisistoolongasuffix", ""),
        ("a.pdf\x00", ""),
        ("archive.tar.gz", ".gz"),
    ],
)
def test_plain_suffix_keeps_only_letters_and_digits(name, suffix):
    assert plain_suffix(name) == suffix
