"""Wagtail hooks of the design system."""

from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.models import Page

from .languages import activate_interface


@hooks.register("before_serve_page", order=-100)
def speak_the_readers_language(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Switch to the reader's interface language once the page has been found in its own."""
    activate_interface(request)
