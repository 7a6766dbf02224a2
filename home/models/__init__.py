"""Models of the home room."""

from home.models.pages import HomePage

__all__ = ["HomePage"]
