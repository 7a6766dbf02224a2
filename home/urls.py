"""Addresses of the front door."""

from django.urls import path

from home.views import dashboard, figures

app_name = "home"

urlpatterns = [
    path("learn/", dashboard.learn, name="learn"),
    path("learn/figures/", figures.figures, name="figures"),
    path("learn/unit/", figures.unit, name="unit"),
]
