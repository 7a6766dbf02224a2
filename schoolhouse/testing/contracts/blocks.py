"""The contract of a block that editors find in pages."""

import json
from typing import TYPE_CHECKING, Any, ClassVar

from schoolhouse.testing.contracts.base import LANGUAGES, ExtensionContract, assert_says_something
from schoolhouse.testing.contracts.pages import assert_sound_html

if TYPE_CHECKING:
    from schoolhouse.extension_points import Extension
    from schoolhouse.testing.school import School


class ContentBlockContract(ExtensionContract):
    """A block can be edited, keeps what was written, shows sound HTML, and can be searched.

    ``example`` is what an editor may have written, as JSON keeps it.
    """

    point = "content_blocks"
    example: ClassVar[Any] = None

    def made(self, extension: "Extension[Any]") -> Any:
        """Return the block as a page makes it."""
        from schoolhouse.content.blocks import keeping
        from schoolhouse.content.plugin_blocks import type_name

        block = keeping(extension.value.block())
        block.set_name(type_name(extension.name))
        return block

    def test_example_is_given(self) -> None:
        """Without one nothing below is tried."""
        assert self.example is not None, "Set example to what an editor may have written."

    def test_it_is_declared(self, extension: "Extension[Any]") -> None:
        """Named after its plugin, as its name stays in pages for ever, for places that there are."""
        from wagtail.blocks import Block

        from schoolhouse.extension_points import ContentBlock

        value = extension.value
        assert isinstance(value, ContentBlock), f"It must be a ContentBlock, not {type(value).__name__}."
        assert extension.name.startswith(f"{self.plugin}."), f"Its name must begin with “{self.plugin}.”."
        assert value.places, "It stands nowhere; name places, such as lessons.body."
        first, second = value.block(), value.block()
        assert isinstance(first, Block), f"block() must return a block, not {type(first).__name__}."
        assert first is not second, "block() must return a new block each time."
        assert_says_something(self.made(extension).label, "Its label")

    def test_editors_can_open_it(self, extension: "Extension[Any]", school: "School") -> None:
        """Empty and filled in, in both languages."""
        from django.utils.translation import override
        from wagtail.admin.telepath import JSContext

        block = self.made(extension)
        for language in LANGUAGES:
            with override(language):
                json.dumps(JSContext().pack(block))
                block.get_form_state(block.get_default())
                block.get_form_state(block.normalize(block.to_python(self.example)))

    def test_it_keeps_what_was_written(self, extension: "Extension[Any]", school: "School") -> None:
        """Read from a page and written back nothing has changed."""
        block = self.made(extension)
        kept = block.get_prep_value(block.normalize(block.to_python(self.example)))
        assert json.loads(json.dumps(kept)) == json.loads(json.dumps(self.example))

    def test_it_shows_sound_html(self, extension: "Extension[Any]", school: "School") -> None:
        """In both languages; nothing of what was written becomes markup that does not match."""
        from django.utils.translation import override

        block = self.made(extension)
        for language in LANGUAGES:
            with override(language):
                assert_sound_html(str(block.render(block.normalize(block.to_python(self.example)))))

    def test_it_can_be_searched_and_indexed(self, extension: "Extension[Any]", school: "School") -> None:
        """A page's words and what it refers to are collected whenever it is saved."""
        block = self.made(extension)
        value = block.normalize(block.to_python(self.example))
        words = list(block.get_searchable_content(value))
        assert all(isinstance(word, str) for word in words), "get_searchable_content() must return text."
        list(block.extract_references(value))
