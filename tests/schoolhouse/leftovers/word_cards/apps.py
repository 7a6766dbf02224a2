"""A plugin that comes and goes: it owns tables, a page type, and blocks at every nesting."""

from schoolhouse.plugins import PluginConfig


class WordCardsConfig(PluginConfig):
    """Cards with words to learn."""

    name = "school_plugins.word_cards"
    label = "word_cards"
    verbose_name = "Word cards"
    requires_api = ">=0.1"

    def register(self):
        from schoolhouse.extension_points import ContentBlock, content_blocks

        from .blocks import DeckBlock, VoiceBlock

        content_blocks.register(self.label, "word_cards.deck", ContentBlock(DeckBlock, ("lessons.body",), "Word cards"))
        content_blocks.register(self.label, "word_cards.voice", ContentBlock(VoiceBlock, places=("lessons.quotation",)))
