"""The editor's autosave: what Wagtail leaves open while the first one of a new page is on its way."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString


def waiting_script() -> SafeString:
    """Return the script that lets "Save" and "Publish" wait for the page that the first autosave is making."""
    return format_html('<script src="{}"></script>', static("js/admin-autosave.js"))
