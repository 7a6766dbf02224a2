"""The forms of images and documents; Wagtail finds them by settings."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm

from foundation.documents import BadDocument
from foundation.files.photos import BAD_PICTURE, BadPhoto, check_picture
from people.forms.scoped import limit_choices
from people.paging.checks import check_document


class ScopedFileForm:
    """What they share: the choices are those of who fills them in."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)  # type: ignore[call-arg]
        if user is not None:
            limit_choices(self, user)


class PictureField(WagtailImageField):
    """A picture that is looked at before it is decoded: a small file may say that it has more points than memory."""

    def to_python(self, data: Any) -> Any:
        """Refuse what has too many points, is no picture, has an archive behind it or cannot be decoded to its end."""
        if data:
            try:
                check_picture(data)
            except BadPhoto as fault:
                raise ValidationError(self.faults[fault.code], code=fault.code) from fault
        try:
            return super().to_python(data)
        except ValidationError:
            raise
        except BAD_PICTURE as error:  # it is decoded for its size, and nobody else asks what comes of that
            raise ValidationError(self.faults["damaged"], code="damaged") from error

    faults = {
        "too_many_pixels": _("This picture has more than 60 million points. Make it smaller."),
        "broken": _("This is no picture that can be shown."),
        "damaged": _("This picture is damaged or broken off. Save it anew and upload it again."),
        "archive": _("An archive stands behind this picture. Save it anew."),
    }


def look_at_pictures(form: Any, name: str) -> None:
    """Let ``form`` look at the pictures of its field ``name``, where it has one, before it takes them."""
    if field := form.fields.get(name):
        form.fields[name] = PictureField(label=field.label, required=field.required, widget=field.widget)


class SchoolImageForm(ScopedFileForm, BaseImageForm):
    """An image. What is uploaded is checked by its bytes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        look_at_pictures(self, "file")


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
