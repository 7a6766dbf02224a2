"""Addresses below ``/plugins/bells/``."""

from django.urls import path

from bells import views

urlpatterns = [
    path("", views.index, name="index"),
    path("<uuid:public_id>/", views.tower, name="tower"),
]
