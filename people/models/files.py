"""Images, documents and media: owned by an organization, stored under opaque keys, fetched through one checked view."""

import uuid
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition, WagtailImageField, WagtailImageFieldFile
from wagtail.search import index

from foundation.files.keys import content_key, plain_suffix
from people.models.audience import Audience, AudienceMixin
from people.models.organization import Organization


class FileLicense(models.TextChoices):
    """Under what terms a file may be used."""

    UNKNOWN = "", _("Not known")
    OWN = "own", _("Our own work")
    CC_BY = "cc-by", _("CC BY")
    CC_BY_SA = "cc-by-sa", _("CC BY-SA")
    PUBLIC_DOMAIN = "public-domain", _("Public domain")
    PERMITTED = "permitted", _("Used with permission")
    INTERNAL = "internal", _("For teaching inside the school only")


def file_key(instance: Any, filename: str) -> str:
    """Return the storage key of an uploaded file: opaque, made from its bytes and its suffix."""
    return content_key(instance.file, plain_suffix(filename), folder=instance.file_folder)


def thumbnail_key(instance: Any, filename: str) -> str:
    """Return the storage key of a media item's still picture."""
    return content_key(instance.thumbnail, plain_suffix(filename), folder=instance.file_folder)


class CheckedFieldFile(models.fields.files.FieldFile):
    """A stored file whose only address is that of the view that checks who asks."""

    @property
    def url(self) -> str:  # type: ignore[override]
        """The address of the checked view; the storage's own is never given out."""
        self._require_file()  # type: ignore[attr-defined]
        owner: Any = self.instance
        return owner.file_address(self.field.name)


class CheckedFileField(models.FileField):
    """A file field whose files are fetched through the checked view."""

    attr_class = CheckedFieldFile


class CheckedImageFieldFile(CheckedFieldFile, WagtailImageFieldFile):
    """An image file whose only address is that of the view that checks who asks."""


class CheckedImageField(WagtailImageField):
    """An image field whose files are fetched through the checked view."""

    attr_class = CheckedImageFieldFile


class OrganizationFile(AudienceMixin):
    """What image, document and media have in common.

    The collection decides who looks after a file, and ``organization`` follows it: the owner of the nearest collection
    at or above. Giving only ``organization`` puts the file into that organization's own collection.
    """

    file_kind = ""
    audience_owner = "organization"
    title: Any
    file: Any
    collection: Any

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organization = models.ForeignKey(
        Organization,
        verbose_name=_("organization"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
    )
    license = models.CharField(_("license"), max_length=20, choices=FileLicense.choices, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, blank=True)
    alt_text = models.CharField(
        _("text for those who cannot see it"), max_length=250, blank=True, help_text=_("What is to be seen or heard.")
    )
    audience = models.CharField(
        _("audience"),
        max_length=20,
        choices=[("", _("As the pages that use it")), *Audience.choices],
        blank=True,
        default="",
    )

    class Meta:
        abstract = True

    @property
    def file_folder(self) -> str:
        """The folder of the storage key: the owning organization's public identifier."""
        return str(self.organization.public_id) if self.organization else ""

    @property
    def download_name(self) -> str:
        """The name under which a browser saves the file: its title and the stored suffix."""
        return f"{slugify(self.title, allow_unicode=True) or 'file'}{PurePath(self.file.name).suffix}"

    def file_address(self, field: str = "file") -> str:
        """Return the address of the view that checks who asks."""
        kind = self.file_kind if field == "file" else f"{self.file_kind}-{field}"
        return reverse("people:file", args=[kind, self.public_id, self.download_name])

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep organization and collection in step before the file gets its key."""
        update_fields: Iterable[str] | None = kwargs.get("update_fields")
        if update_fields is None or "collection" in update_fields or "organization" in update_fields:
            self._settle_owner()
            if update_fields is not None:
                kwargs["update_fields"] = {*update_fields, "collection", "organization"}
        super().save(*args, **kwargs)

    def _settle_owner(self) -> None:
        from people.actions.places import ensure_collection
        from people.queries.collections import organization_of_collection

        collection = self.collection
        if self._state.adding and self.organization is not None and (collection is None or collection.is_root()):
            self.collection = ensure_collection(organization=self.organization)
        else:
            self.organization = organization_of_collection(self.collection)


class SchoolImage(OrganizationFile, AbstractImage):
    """An image."""

    file_kind = "image"
    admin_form_fields = (
        "title", "file", "alt_text", "collection", "audience", "audience_organization", "license", "language",
        "tags", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    file = CheckedImageField(
        verbose_name=_("file"), upload_to=file_key, max_length=200, width_field="width", height_field="height"
    )

    search_fields = [*AbstractImage.search_fields, index.FilterField("organization")]

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")

    @property
    def default_alt_text(self) -> str:
        """What to read out where a page gives no text of its own."""
        return self.alt_text or self.description or ""


class SchoolRendition(AbstractRendition):
    """An image in one size; who may see it is asked of the image."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    image = models.ForeignKey(SchoolImage, on_delete=models.CASCADE, related_name="renditions")
    file = CheckedImageField(upload_to=file_key, max_length=200, width_field="width", height_field="height")

    class Meta:
        verbose_name = _("rendition")
        verbose_name_plural = _("renditions")
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="people_rendition_unique")
        ]

    @property
    def file_folder(self) -> str:
        """The folder of the storage key: that of the image."""
        return self.image.file_folder

    @property
    def download_name(self) -> str:
        """The name under which a browser saves it."""
        name, _dot, _suffix = self.image.download_name.rpartition(".")
        return f"{name or 'image'}{PurePath(self.file.name).suffix}"

    def file_address(self, field: str = "file") -> str:
        """Return the address of the view that checks who asks."""
        return reverse("people:file", args=["rendition", self.public_id, self.download_name])


class SchoolDocument(OrganizationFile, AbstractDocument):
    """A document."""

    file_kind = "document"
    admin_form_fields = (
        "title", "file", "collection", "audience", "audience_organization", "license", "language", "tags",
    )  # fmt: skip

    file = CheckedFileField(_("file"), upload_to=file_key, max_length=200)

    search_fields = [*AbstractDocument.search_fields, index.FilterField("organization")]

    class Meta(AbstractDocument.Meta):
        pass

    def clean(self) -> None:
        """Judge the suffix of a file that is there; of one that was refused the reason has been said."""
        if self.file:
            super().clean()

    @property
    def filename(self) -> str:
        """The name that people see, in place of the opaque key."""
        return self.download_name

    @property
    def url(self) -> str:
        """The address of the checked view."""
        return self.file.url
