"""Files in an S3 object store that several machines share."""

from typing import Any

from botocore.config import Config
from django.conf import settings
from django.utils.deconstruct import deconstructible
from storages.backends.s3 import S3Storage

LONGEST_WAIT = 10
"""Seconds until a store that does not answer is given up."""


@deconstructible(path="foundation.files.object_store.ObjectStorage")
class ObjectStorage(S3Storage):
    """The store of ``settings.OBJECT_STORE``: addresses are signed and short, no file takes the place of another.

    It takes no arguments: Wagtail writes a storage with its arguments into the job that deletes a file, and the keys
    of the store belong into no row.
    """

    def __init__(self) -> None:
        store: dict[str, Any] = settings.OBJECT_STORE
        super().__init__(
            endpoint_url=store["endpoint"],
            access_key=store["key"],
            secret_key=store["secret"],
            bucket_name=store["bucket"],
            location=store["folder"],
            default_acl=None,
            file_overwrite=False,
            querystring_auth=True,
            client_config=Config(
                region_name=store["region"],
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                connect_timeout=LONGEST_WAIT,
                read_timeout=LONGEST_WAIT,
                retries={"max_attempts": 2},
                # Many stores of other makers know nothing of the newer checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )
