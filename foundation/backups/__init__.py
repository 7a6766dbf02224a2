"""Backups: a whole server in one file, and the way back.

The file is a tar archive that any machine can look into: ``manifest.json``, the database as one file, what was uploaded
below ``media/``, and below ``kept/`` the few files beside the database without which signed addresses and the language
would be others. The manifest names each file with its length and SHA-256, and how many rows each table has, so that a
restore proves what it did. Both can be done without knowing anything of schools.
"""

from foundation.backups.archive import BackupFault, Manifest, read_manifest, verify
from foundation.backups.making import make_backup
from foundation.backups.restoring import restore_backup

__all__ = ["BackupFault", "Manifest", "make_backup", "read_manifest", "restore_backup", "verify"]
