"""Addresses of the training register, below those of the plugin."""

from django.urls import path

from plugins.attendance.register.views import counts, exports, files, making, outside, registers, workbooks

_CLASS = "classes/<uuid:public_id>/"
_SAVE = "save/<slug:kind>/"

urlpatterns = [
    path("", registers.unit, name="registers"),
    path(_SAVE, exports.unit, name="save_register"),
    path(_CLASS, registers.of_class, name="class_register"),
    path(f"{_CLASS}{_SAVE}", exports.of_class, name="save_class_register"),
    path(f"{_CLASS}count/", counts.in_class, name="count_in_class"),
    path("counts/", counts.counts, name="counts"),
    path("counts/new/", counts.alone, name="count_alone"),
    path("counts/<uuid:public_id>/", counts.count, name="count"),
    path("counts/<uuid:public_id>/correct/", counts.correct, name="correct_count"),
    path("outside/new/", outside.write, name="write_outside"),
    path("outside/<uuid:public_id>/", outside.outside, name="outside"),
    path("outside/<uuid:public_id>/correct/", outside.write, name="correct_outside"),
    path("exports/<uuid:public_id>/", making.export, name="register_export"),
    path("exports/<uuid:public_id>/file/", making.export_file, name="register_export_file"),
    path("evidence/<uuid:public_id>/", files.evidence, name="evidence"),
    path("forms/", workbooks.workbooks, name="workbooks"),
    path("forms/<uuid:public_id>/", files.workbook, name="workbook"),
    path("forms/<uuid:public_id>/delete/", workbooks.delete, name="delete_workbook"),
]
