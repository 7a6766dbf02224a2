"""Addresses of the people room."""

from django.urls import path

from people.views import files

app_name = "people"

urlpatterns = [
    path("files/<slug:kind>/<uuid:public_id>/<str:name>", files.file, name="file"),
]
