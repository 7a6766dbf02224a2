"""What a preview of a roster says about single cells."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from foundation.sheets.issues import ERROR, NOTICE, RowIssue

MESSAGES: dict[str, tuple[str, Promise]] = {
    "name_missing": (ERROR, _("The name is missing.")),
    "value_long": (ERROR, _("This is longer than %(limit)s characters.")),
    "phone_invalid": (ERROR, _("“%(value)s” is not a phone number that can be dialed.")),
    "phone_shortened": (
        ERROR,
        _("The spreadsheet program shortened this number to “%(value)s”. Set the column to text and type it again."),
    ),
    "email_invalid": (ERROR, _("“%(value)s” is not an e-mail address.")),
    "two_accounts": (ERROR, _("The phone and the e-mail address belong to two different accounts. Keep one of them.")),
    "account_closed": (ERROR, _("This person's account is closed. Ask an administrator to open it.")),
    "organization_unknown": (ERROR, _("The organization “%(value)s” is not known. Create it below or mend the name.")),
    "organization_unknown_yet": (
        ERROR,
        _("The organization “%(value)s” is not known. Mend the name, or create it here once the file is mended."),
    ),
    "organization_several": (ERROR, _("Several organizations are called “%(value)s”. Write one of: %(names)s.")),
    "organization_closed": (ERROR, _("The organization “%(value)s” is closed.")),
    "contact_shared": (
        NOTICE,
        _(
            "Rows %(rows)s have the same phone or e-mail address. All of them are taken as different people; none "
            "signs in by it, each gets a printed code."
        ),
    ),
    "contact_taken": (
        NOTICE,
        _(
            "This phone or e-mail address belongs to a person with another name. This row becomes a new person, who "
            "signs in by a printed code."
        ),
    ),
    "contact_missing": (NOTICE, _("Without phone and e-mail address this person signs in by a printed code.")),
    "repeated": (NOTICE, _("The same person as in row %(row)s; taken once.")),
    "same_name": (
        NOTICE,
        _("Somebody of this name and organization is in the class already; taken as the same person."),
    ),
    "returns": (NOTICE, _("This person had left the class or was waiting, and is enrolled now.")),
}


class Issue(RowIssue):
    """Something about one cell of a roster."""

    __slots__ = ()

    MESSAGES = MESSAGES
