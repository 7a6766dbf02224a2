"""Addresses below ``/plugins/theory_tests/``."""

from django.urls import path

from plugins.theory_tests.views import imports

urlpatterns = [
    path("import/", imports.upload, name="import"),
    path("import/sheet/", imports.template, name="template"),
    path("import/<uuid:import_id>/", imports.preview, name="preview"),
    path("import/<uuid:import_id>/apply/", imports.apply, name="apply"),
    path("import/<uuid:import_id>/discard/", imports.discard, name="discard"),
    path("import/<uuid:import_id>/undo/", imports.undo, name="undo"),
    path("export/<slug:file_format>/", imports.export, name="export"),
]
