"""The school's addresses with the bench's own before them."""

from django.urls import path

from bench import bare, write
from config.urls import handler400, handler403, handler404, handler500
from config.urls import urlpatterns as school
from forums.views import limits

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

# 200 people write here as fast as machines, whom the limits are there to stop; that they are counted is measured.
limits.LIMITS["post"] = "1000000/m/user"

urlpatterns = [
    path("bench/bare/", bare.bare),
    path("bench/hello/", bare.hello),
    path("bench/write/", write.write),
    *school,
]
