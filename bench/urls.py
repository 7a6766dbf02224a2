"""The school's addresses with the bench's own before them."""

from django.urls import path

from bench import bare, write
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as school

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("bench/bare/", bare.bare),
    path("bench/hello/", bare.hello),
    path("bench/write/", write.write),
    *school,
]
