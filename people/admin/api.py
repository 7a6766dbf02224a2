"""The endpoints of the admin's own API for files, within the scope of who asks."""

from typing import Any

from django.db.models import QuerySet
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet

from people.queries.in_scope import in_scope


class _Scoped:
    def get_queryset(self) -> QuerySet[Any]:
        return in_scope(self.request.user, super().get_queryset())  # type: ignore[misc, attr-defined]


class ScopedImages(_Scoped, ImagesAdminAPIViewSet):
    """Images."""


class ScopedDocuments(_Scoped, DocumentsAdminAPIViewSet):
    """Documents."""


def scope_admin_api(router: WagtailAPIRouter) -> None:
    """Put our endpoints in the place of Wagtail's."""
    router.register_endpoint("images", ScopedImages)
    router.register_endpoint("documents", ScopedDocuments)
