"""``manage.py rebuild_references_index``: Wagtail's own, which keeps what is known of content without its plugin."""

from typing import Any

from wagtail.management.commands import rebuild_references_index

from schoolhouse.content.references import remembered


class Command(rebuild_references_index.Command):
    """Makes the index of references anew."""

    def handle(self, **options: Any) -> None:
        """Make it, with the earlier rows at hand."""
        with remembered():
            super().handle(**options)
