"""Addresses below ``/plugins/theory_tests/``."""

from django.urls import path

from plugins.theory_tests.views import desk, imports, marking, sitting

urlpatterns = [
    path("import/", imports.upload, name="import"),
    path("import/sheet/", imports.template, name="template"),
    path("import/<uuid:import_id>/", imports.preview, name="preview"),
    path("import/<uuid:import_id>/apply/", imports.apply, name="apply"),
    path("import/<uuid:import_id>/discard/", imports.discard, name="discard"),
    path("import/<uuid:import_id>/undo/", imports.undo, name="undo"),
    path("export/<slug:file_format>/", imports.export, name="export"),
    path("class/<uuid:class_id>/", sitting.own, name="own"),
    path("class/<uuid:class_id>/desk/", desk.desk, name="desk"),
    path("class/<uuid:class_id>/set/", desk.new, name="set"),
    path("test/<uuid:test_id>/", sitting.test, name="test"),
    path("test/<uuid:test_id>/start/", sitting.start, name="start"),
    path("test/<uuid:test_id>/change/", desk.change, name="change"),
    path("test/<uuid:test_id>/people/", desk.people, name="people"),
    path("test/<uuid:test_id>/extra/", desk.extra, name="extra"),
    path("test/<uuid:test_id>/withdraw/", desk.withdraw, name="withdraw"),
    path("test/<uuid:test_id>/marking/", marking.marking, name="marking"),
    path("test/<uuid:test_id>/figures/", desk.figures, name="figures"),
    path("test/<uuid:test_id>/figures/sheet/", desk.figures_file, name="figures_file"),
    path("attempt/<uuid:attempt_id>/", sitting.attempt, name="attempt"),
    path("attempt/<uuid:attempt_id>/save/", sitting.save, name="save"),
    path("attempt/<uuid:attempt_id>/result/", sitting.result, name="result"),
    path("answer/<uuid:answer_id>/", marking.mark, name="mark"),
]
