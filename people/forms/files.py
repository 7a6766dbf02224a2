"""The forms of images and documents; Wagtail finds them by settings."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from foundation.documents import BadDocument
from people.forms.scoped import limit_choices
from people.paging.checks import check_document


class ScopedFileForm:
    """What they share: the choices are those of who fills them in."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)  # type: ignore[call-arg]
        if user is not None:
            limit_choices(self, user)


class SchoolImageForm(ScopedFileForm, BaseImageForm):
    """An image."""


class SchoolDocumentForm(ScopedFileForm, BaseDocumentForm):
    """A document. What is uploaded is checked by its bytes."""

    def clean_file(self) -> Any:
        """Take only what is whole and what its name says."""
        sent = self.cleaned_data["file"]
        if isinstance(sent, UploadedFile):
            try:
                check_document(sent)
            except BadDocument as fault:
                raise ValidationError(fault.message, code=fault.code) from fault
        return sent
