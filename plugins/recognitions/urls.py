"""Addresses below ``/plugins/recognitions/``."""

from django.urls import path

from plugins.recognitions.views import ballot, desk

urlpatterns = [
    path("classes/<uuid:public_id>/", ballot.of_class, name="of_class"),
    path("classes/<uuid:public_id>/desk/", desk.desk, name="desk"),
    path("classes/<uuid:public_id>/new/", desk.write, name="new"),
    path("<uuid:public_id>/ballot/", ballot.ballot, name="ballot"),
    path("<uuid:public_id>/change/", desk.change, name="change"),
    path("<uuid:public_id>/", desk.recognition, name="recognition"),
    path("<uuid:public_id>/<slug:name>/", desk.act, name="act"),
]
