"""The word list in the admin."""

from forums.models import ListedWord
from forums.viewsets import ListedWordViewSet
from tests.people.viewsets.contract import ScopedViewSetContract


class TestWords(ScopedViewSetContract):
    viewset_class = ListedWordViewSet

    def make_object(self, organization, canary):
        return ListedWord.objects.create(organization=organization, words=canary)
