"""Addresses of the front door."""

from django.urls import path

from home.views import dashboard

app_name = "home"

urlpatterns = [
    path("learn/", dashboard.learn, name="learn"),
]
