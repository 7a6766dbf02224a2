"""Translations without gettext's programs: extract, check and compile them in Python alone.

``python -m tools.messages update | compile | check``. Each room and each plugin keeps its own catalog in
``<room>/locale/zh_Hans/LC_MESSAGES/django.po``; ``site/`` keeps one for its templates and settings. Messages of Wagtail
and other parts that lack a translation are supplied by ``site/locale_parts``, and those that a Chinese reader stumbles
over are said better in ``site/locale_corrections``.
"""

from .catalogs import check_catalogs, compile_all, update_all
from .literals import check_literals
from .parts import check_corrections, check_parts, check_words

__all__ = [
    "check_catalogs",
    "check_corrections",
    "check_literals",
    "check_parts",
    "check_words",
    "compile_all",
    "update_all",
]
