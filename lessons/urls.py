"""Addresses of the lessons room, below ``/lessons/``."""

from django.urls import path

from lessons.views import catalogue, progress

app_name = "lessons"

urlpatterns = [
    path("", catalogue.catalogue, name="catalogue"),
    path("<uuid:translation_key>/<slug:language>/progress/", progress.report, name="progress"),
    path("<uuid:translation_key>/<slug:language>/finish/", progress.finish, name="finish"),
]
