"""What the room registers about notifications once it is ready."""

from django.utils.translation import pgettext_lazy

from people.notifications import mail
from people.notifications.bell import mark_bell
from people.notifications.merging import register_rules
from schoolhouse.extension_points import notification_channels
from schoolhouse.notifications import NotificationChannel


def register() -> None:
    """Register the mail, the bell, the jobs, and what follows when accounts are merged."""
    from people.notifications import jobs  # noqa: F401  # declares the jobs

    channel = NotificationChannel(pgettext_lazy("channel", "E-mail"), mail.reaches, mail.send)
    notification_channels.register("people", mail.MAIL, channel, order=-100)
    mark_bell()
    register_rules()
