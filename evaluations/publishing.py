"""What happens when an editor publishes a feedback form in the admin, or when its time to go live has come."""

from typing import Any

from wagtail.signals import published

from evaluations.actions.feedback.forms import freeze_version
from evaluations.models import FeedbackForm


def _freeze(sender: type, instance: Any, **kwargs: Any) -> None:
    freeze_version(form=instance)


def freeze_what_is_published() -> None:
    """Called once, when the room is ready."""
    published.connect(_freeze, sender=FeedbackForm, dispatch_uid="evaluations.freeze")
