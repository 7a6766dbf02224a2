"""Addresses of the design system: display preferences and the styleguide."""

from django.urls import path

from . import views

app_name = "design"
urlpatterns = [
    path("preferences/", views.preferences, name="preferences"),
    path("styleguide/", views.styleguide, name="styleguide"),
    path("styleguide/<slug:screen>/", views.styleguide, name="styleguide_screen"),
]
