"""App configuration of the version stamps."""

from django.apps import AppConfig
from django.core.signals import request_finished, request_started


class StampsConfig(AppConfig):
    """Version stamps of cached authorities."""

    name = "foundation.stamps"
    label = "stamps"

    def ready(self) -> None:
        """Let a request fetch each stamp once."""
        from foundation import stamps

        request_started.connect(stamps.enter_request, dispatch_uid="stamps")
        request_finished.connect(stamps.leave_request, dispatch_uid="stamps")
