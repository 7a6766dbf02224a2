"""Accounts."""

import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.accounts.identifiers import (
    normalize_account_name,
    normalize_email,
    normalize_phone,
    parse_phone,
    validate_account_name,
)


class UserManager(BaseUserManager["User"]):
    """Makes accounts; every identifier is optional and unique."""

    def create_user(self, full_name: str, password: str | None = None, **fields: object) -> "User":
        """Create an account. Without a password it can only sign in by a one-time code."""
        user: User = self.model(full_name=full_name, **fields)
        user.set_password(password)
        user.clean()
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, full_name: str, password: str | None = None, **fields: object) -> "User":
        """Create an account that may do everything on the server."""
        return self.create_user(full_name, password, is_staff=True, is_superuser=True, **fields)

    def by_identifier(self, typed: str) -> "User | None":
        """Find the account that a person means by an account name, an e-mail or a phone number, however spelled."""
        if phone := parse_phone(typed):
            return self.filter(phone=phone).first()
        if "@" in typed:
            return self.alias(_email=Lower("email")).filter(_email=normalize_email(typed)).first()
        name = normalize_account_name(typed)
        return self.alias(_name=Lower("account_name")).filter(_name=Lower(models.Value(name))).first() if name else None

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find an account by its ``public_id``, as Django's own commands ask for it."""
        return self.get(public_id=username)  # type: ignore[misc]


class CounterField(models.PositiveIntegerField):
    """A counter that only an ``update`` changes: saving a person who was read a while ago leaves it as it is."""

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Return the value of a new row, and of a row that is there what stands in it."""
        return super().pre_save(model_instance, add) if add else models.F(self.attname)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account.

    ``public_id`` is the only identifier that leaves the server. Account name, e-mail and E.164 phone are each optional
    and unique; two people who share a phone stay two people, and only one of them may sign in by it.
    """

    public_id = models.UUIDField(_("public identifier"), default=uuid.uuid4, unique=True)
    full_name = models.CharField(_("full name"), max_length=150)
    account_name = models.CharField(
        _("account name"), max_length=150, null=True, blank=True, validators=[validate_account_name]
    )
    email = models.EmailField(_("e-mail"), null=True, blank=True)
    phone = models.CharField(
        _("phone"), max_length=20, null=True, blank=True, help_text=_("In international form: +86…")
    )
    phone_verified = models.BooleanField(_("phone verified"), default=False)
    preferred_language = models.CharField(_("interface language"), max_length=10, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="merged_accounts",
        help_text=_("The account that took over this one's history."),
    )
    is_staff = models.BooleanField(_("staff"), default=False)
    unread_notifications = CounterField(
        _("unread notifications"),
        default=0,
        editable=False,
        help_text=_("Kept by people.notifications, in the transaction of what it counts."),
    )
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    USERNAME_FIELD = "public_id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.UniqueConstraint(Lower("account_name"), name="people_account_name_unique"),
            models.UniqueConstraint(Lower("email"), name="people_email_unique"),
            models.UniqueConstraint("phone", name="people_phone_unique"),
            models.CheckConstraint(condition=~models.Q(account_name=""), name="people_account_name_null_not_empty"),
            models.CheckConstraint(condition=~models.Q(email=""), name="people_email_null_not_empty"),
            models.CheckConstraint(condition=~models.Q(phone=""), name="people_phone_null_not_empty"),
            models.CheckConstraint(
                condition=models.Q(unread_notifications__gte=0), name="people_unread_notifications_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_username(self) -> str:
        """Return ``public_id`` as text: Wagtail and Django expect a string."""
        return str(self.public_id)

    def get_full_name(self) -> str:
        """Return the full name, in the order in which the person writes it."""
        return self.full_name

    def get_short_name(self) -> str:
        """Return the full name: Chinese names have no short form that would be polite."""
        return self.full_name

    @property
    def first_name(self) -> str:
        """The full name, where Wagtail's admin shows who is signed in."""
        return self.full_name

    def clean(self) -> None:
        """Normalize identifiers; an empty one is stored as ``None``."""
        self.account_name = normalize_account_name(self.account_name)
        self.email = normalize_email(self.email)
        try:
            self.phone = normalize_phone(self.phone)
        except ValidationError as error:
            raise ValidationError({"phone": error}) from error
