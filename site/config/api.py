"""The API, ``/api/v1/``: the rooms' routers and the plugins', put together."""

import json
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja import NinjaAPI
from ninja.openapi.docs import Swagger

from classes.api import router as classes_router
from evaluations.api import router as evaluations_router
from forums.api import router as forums_router
from home.api import router as home_router
from lessons.api import router as lessons_router
from people.api import router as people_router
from people.notifications.api import router as notifications_router
from schoolhouse.api import SignedIn, answer_errors
from schoolhouse.extension_points import api_routers


class Reference(Swagger):
    """Swagger UI from our own host, inside the school's frame; it asks nobody elsewhere to check the description."""

    def render_page(self, request: HttpRequest, api: NinjaAPI, **kwargs: Any) -> HttpResponse:
        """Show the reference; its settings are data in the page, as no script may stand in it."""
        chosen = {"url": self.get_openapi_url(api, kwargs), "validatorUrl": None, "deepLinking": True}
        return render(request, "api/reference.html", {"api": api, "swagger_settings": json.dumps(chosen)})


def _made() -> NinjaAPI:
    made = NinjaAPI(
        title=settings.WAGTAIL_SITE_NAME,
        version="1",
        urls_namespace="api-1",
        description=(
            "Sign in on the site first: the session's cookie says who asks. What changes something also needs the "
            "CSRF token as `X-CSRFToken`. Everything is named by `public_id` (lessons by `translation_key` and "
            "language). Lists have the shape `{items, count, page, page_size}`, errors `{code, message}`; what one "
            "may not see answers 404."
        ),
        docs=Reference(),
        auth=SignedIn(),
    )
    answer_errors(made)
    own = (people_router, notifications_router, home_router)
    for router in (*own, lessons_router, classes_router, forums_router, evaluations_router):
        made.add_router("", router)
    for extension in api_routers.extensions():
        made.add_router(f"/plugins/{extension.name}", extension.value, tags=[extension.name])
    return made


api = _made()
