"""The channel that every school has: e-mail."""

import uuid
from email.utils import parseaddr

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Site

from schoolhouse.notifications import Message

MAIL = "mail"


def reaches(person: AbstractBaseUser) -> bool:
    """Say whether there is a mail server and an address."""
    return bool(settings.MAIL_CONFIGURED and getattr(person, "email", None))


def send(message: Message) -> None:
    """Send one mail of text and HTML, which its reader stops by one click (RFC 8058). Raises what the server says."""
    context = {"message": message, "school_name": _school_name(), "school_url": settings.WAGTAILADMIN_BASE_URL}
    mail = EmailMultiAlternatives(
        subject_of(message),
        render_to_string("people/notifications/mail.txt", context),
        to=[getattr(message.person, "email", "")],
        headers={
            "List-Unsubscribe": f"<{message.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
            "Message-ID": f"<{uuid.uuid5(uuid.NAMESPACE_URL, message.key)}@{_domain()}>",
        },
    )
    mail.attach_alternative(render_to_string("people/notifications/mail.html", context), "text/html")
    mail.send()


def subject_of(message: Message) -> str:
    """Return the mail's subject, in one line."""
    count = len(message.items) + message.more
    if message.is_digest:
        said = ngettext("Your evening summary: %(count)d thing", "Your evening summary: %(count)d things", count)
    elif count > 1:
        said = ngettext("%(count)d thing for you", "%(count)d things for you", count)
    else:
        return " ".join(message.items[0].subject.split())[:200]
    return said % {"count": count}


def _school_name() -> str:
    site = Site.objects.filter(is_default_site=True).first()
    return (site.site_name if site else "") or _("The school")


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
