"""The plugin's sections of the admin."""

from wagtail.snippets.models import register_snippet

from plugins.theory_tests.viewsets import TheoryTestsGroup

register_snippet(TheoryTestsGroup)
