"""The addresses of plugins: each ``urls.py`` below ``/plugins/<label>/``, in a namespace of the plugin's name."""

import importlib
from importlib.util import find_spec

from django.urls import URLResolver, include, path

from schoolhouse.plugins import plugins

app_name = "plugins"
urlpatterns: list[URLResolver] = [
    path(f"{config.label}/", include((importlib.import_module(f"{config.name}.urls").urlpatterns, config.label)))
    for config in plugins()
    if find_spec(f"{config.name}.urls")
]
