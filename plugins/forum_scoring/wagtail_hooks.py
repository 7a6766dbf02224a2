"""The plugin's section of the admin."""

from wagtail.snippets.models import register_snippet

from plugins.forum_scoring.viewsets import RubricViewSet

register_snippet(RubricViewSet)
