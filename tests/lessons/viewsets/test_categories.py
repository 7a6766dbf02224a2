from typing import Any

from lessons.viewsets import LessonCategoryViewSet
from tests.factories.lessons import make_category
from tests.people.viewsets.contract import ScopedViewSetContract


class TestCategories(ScopedViewSetContract):
    viewset_class = LessonCategoryViewSet

    def make_object(self, organization: Any, canary: str) -> Any:
        return make_category(organization, name=canary)
