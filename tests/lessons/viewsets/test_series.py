from typing import Any

from lessons.viewsets import LessonSeriesViewSet
from tests.factories.lessons import make_series
from tests.people.viewsets.contract import ScopedViewSetContract


class TestSeries(ScopedViewSetContract):
    viewset_class = LessonSeriesViewSet

    def make_object(self, organization: Any, canary: str) -> Any:
        return make_series(organization, title=canary)
