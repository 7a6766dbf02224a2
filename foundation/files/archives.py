"""What is common to files that are archives: sheets, texts and slides."""

import zlib
from lzma import LZMAError
from zipfile import BadZipFile, LargeZipFile

BAD_ARCHIVE = (BadZipFile, LargeZipFile, zlib.error, LZMAError, EOFError, OSError, ValueError, RuntimeError)
"""What ``zipfile`` raises: ``RuntimeError`` for one that is protected or packed in a way it does not know."""
