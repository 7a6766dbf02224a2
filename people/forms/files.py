"""The forms of images, documents and media; Wagtail finds them by settings."""

from typing import Any

from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm
from wagtailmedia.forms import BaseMediaForm

from people.forms.scoped import limit_choices


class _Scoped:
    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)  # type: ignore[call-arg]
        if user is not None:
            limit_choices(self, user)


class SchoolImageForm(_Scoped, BaseImageForm):
    """An image."""


class SchoolDocumentForm(_Scoped, BaseDocumentForm):
    """A document."""


class SchoolMediaForm(_Scoped, BaseMediaForm):
    """A sound or film."""
