"""Pictures, one or several, each with its words for those who cannot see it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageBlock as WagtailImageBlock

from schoolhouse.content import StructBlock

SECONDS_A_PICTURE = 5
"""How long one looks at a picture."""
SMALL, LARGE = "max-480x480|format-webp", "max-1280x1280|format-webp"


class PictureBlock(WagtailImageBlock):
    """Wagtail's image with contextual words or marked as decorative; also reads plain images among those with words."""

    def __init__(self, required: bool = True, **kwargs: Any) -> None:
        """Name the field in the editor's language: Wagtail has an English word alone for it."""
        super().__init__(required=required, **kwargs)
        self.child_blocks["image"].label = _("Image")

    def bulk_to_python(self, values: Iterable[Any]) -> list[Any]:
        """Take images chosen before there were words for them, with the words of the image itself."""
        values = list(values)
        images: list[Any] = super().bulk_to_python(
            [value if isinstance(value, dict) else {"image": value} for value in values]
        )
        for value, image in zip(values, images, strict=True):
            if image and not isinstance(value, dict):
                image.contextual_alt_text = image.default_alt_text
        return images

    def get_prep_value(self, value: Any) -> Any:
        """Store nothing where nothing is chosen."""
        return super().get_prep_value(value) if value else None


class ImageBlock(StructBlock):
    """A picture with a caption."""

    image = PictureBlock(label=_("Image"))
    caption = blocks.CharBlock(label=pgettext_lazy("picture or film", "Caption"), required=False, max_length=250)

    def reading_seconds(self, value: Any) -> float:
        """Return how long one looks at it."""
        return SECONDS_A_PICTURE

    class Meta:
        icon = "image"
        label = _("Image")
        description = _("One picture across the column, with a caption.")
        template = "lessons/blocks/image.html"
        preview_template = "lessons/block_previews/image.html"
        place = "lessons.image"


class GalleryPictureBlock(StructBlock):
    """One picture of several."""

    image = PictureBlock(label=_("Image"))
    caption = blocks.CharBlock(label=pgettext_lazy("picture or film", "Caption"), required=False, max_length=250)


class GalleryBlock(StructBlock):
    """Several pictures side by side. The first ones load with the page; each opens large, by a link where need be."""

    SHOWN = 6
    MOST = 40

    pictures = blocks.ListBlock(GalleryPictureBlock(), label=_("Images"), min_num=2, max_num=MOST)
    caption = blocks.CharBlock(label=pgettext_lazy("picture or film", "Caption"), required=False, max_length=250)

    def get_context(self, value: Any, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Give the template each picture in two sizes: those shown at once, and the rest."""
        context: dict[str, Any] = super().get_context(value, parent_context=parent_context)
        chosen = [one for one in value.get("pictures") or () if one.get("image")]
        prefetch_related_objects([one["image"] for one in chosen], "renditions")
        pictures = []
        for number, one in enumerate(chosen, start=1):
            sizes = one["image"].get_renditions(SMALL, LARGE)
            picture = {"small": sizes[SMALL], "large": sizes[LARGE], "caption": one["caption"], "number": number}
            pictures.append(picture)
        context.update(shown=pictures[: self.SHOWN], rest=pictures[self.SHOWN :], count=len(pictures))
        return context

    def reading_seconds(self, value: Any) -> float:
        """Return how long one looks at all of them."""
        return SECONDS_A_PICTURE * len(value.get("pictures") or ())

    class Meta:
        icon = "grid"
        label = _("Gallery")
        description = _("Several pictures with captions. They open large by a tap, a click or a key.")
        template = "lessons/blocks/gallery.html"
        preview_template = "lessons/block_previews/gallery.html"
        place = "lessons.gallery"
