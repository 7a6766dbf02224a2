"""Addresses below ``/plugins/bells/``."""

from django.urls import path

from bells import views

urlpatterns = [path("", views.index, name="index")]
