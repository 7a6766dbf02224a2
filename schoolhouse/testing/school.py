"""A small school for the tests of plugins."""

import datetime
from functools import cached_property
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from django.utils import timezone

if TYPE_CHECKING:
    from django.test import Client
    from wagtail.models import Page

    from classes.models import Enrollment, LiveClassPage, TimetableItem, TrainingClassPage
    from forums.models import ForumPage, Post, Thread
    from people.models import Organization, User

_numbers = count(1)


class School:
    """Makes what a test asks for, in one organization with a site of its own; every method makes something new.

    Fields given by keyword go to the model.
    """

    @cached_property
    def organization(self) -> "Organization":
        """The organization to which everything belongs."""
        from people.models import Organization

        return Organization.add_root(instance=Organization(name=f"School {next(_numbers)}", kind="county"))

    @cached_property
    def home(self) -> "Page":
        """The organization's home page: the root of the site, so that every page below it has an address."""
        from wagtail.models import Page, Site

        from people.actions.places import register_place

        root = Page.get_first_root_node()
        number = next(_numbers)
        page = root.add_child(instance=Page(title=f"School {number}", slug=f"kit-school-{number}"))
        register_place(page=page, organization=self.organization)
        Site.objects.update_or_create(
            is_default_site=True, defaults={"hostname": "testserver", "port": 80, "root_page": page}
        )
        return page

    def person(self, full_name: str = "", *, role: str = "", **fields: Any) -> "User":
        """Make an account, with a role in the organization where one is named (``people.roles.Role``)."""
        from people.actions.roles import grant_role
        from people.models import User

        number = next(_numbers)
        fields.setdefault("account_name", f"kit-person-{number}")
        user = User.objects.create_user(full_name or f"Person {number}", None, **fields)
        if role:
            grant_role(user=user, role=role, organization=self.organization, by=self.superuser())
        return user

    def superuser(self, **fields: Any) -> "User":
        """Make an account that may do everything on the server."""
        return self.person(is_staff=True, is_superuser=True, **fields)

    def training_class(self, title: str = "", **fields: Any) -> "TrainingClassPage":
        """Publish a class of five days that began yesterday, for everybody to see."""
        from classes.models import TrainingClassIndexPage, TrainingClassPage

        number = next(_numbers)
        parent = self.home.get_children().type(TrainingClassIndexPage).first()
        if parent is None:
            self.home.refresh_from_db()
            parent = self.home.add_child(instance=TrainingClassIndexPage(title="Classes", slug="classes"))
        fields.setdefault("starts_on", timezone.localdate() - datetime.timedelta(days=1))
        fields.setdefault("ends_on", fields["starts_on"] + datetime.timedelta(days=4))
        fields.setdefault("audience", "public")
        fields.setdefault("class_teacher", self.person("Teacher"))
        page = TrainingClassPage(title=title or f"Class {number}", slug=f"class-{number}", **fields)
        return parent.specific.add_child(instance=page)

    def live_class(self, training_class: "TrainingClassPage", title: str = "", **fields: Any) -> "LiveClassPage":
        """Publish a live class of two hours that began an hour ago."""
        from classes.models import LiveClassPage

        number = next(_numbers)
        fields.setdefault("starts_at", timezone.now() - datetime.timedelta(hours=1))
        fields.setdefault("ends_at", fields["starts_at"] + datetime.timedelta(hours=2))
        page = LiveClassPage(title=title or f"Session {number}", slug=f"session-{number}", **fields)
        training_class.refresh_from_db()
        return training_class.add_child(instance=page)

    def timetable_item(self, training_class: "TrainingClassPage", title: str = "", **fields: Any) -> "TimetableItem":
        """Put something of two hours that began an hour ago on the timetable of a class."""
        from classes.models import TimetableItem

        fields.setdefault("starts_at", timezone.now() - datetime.timedelta(hours=1))
        fields.setdefault("ends_at", fields["starts_at"] + datetime.timedelta(hours=2))
        title = title or f"Item {next(_numbers)}"
        return TimetableItem.objects.create(training_class=training_class, title=title, **fields)

    def enrollment(
        self, training_class: "TrainingClassPage", learner: "User | None" = None, **fields: Any
    ) -> "Enrollment":
        """Enroll a learner, a new one if none is given."""
        from classes.models import Enrollment

        return Enrollment.objects.create(training_class=training_class, learner=learner or self.person(), **fields)

    def learner(self, training_class: "TrainingClassPage") -> "User":
        """Make somebody who is enrolled in the class."""
        return self.enrollment(training_class).learner

    def forum(self, parent: "Page", title: str = "", **fields: Any) -> "ForumPage":
        """Publish a forum below a class, open since an hour ago."""
        from forums.models import ForumPage

        number = next(_numbers)
        fields.setdefault("opens_at", timezone.now() - datetime.timedelta(hours=1))
        parent.refresh_from_db()
        return parent.add_child(instance=ForumPage(title=title or f"Forum {number}", slug=f"forum-{number}", **fields))

    def thread(self, forum: "ForumPage", title: str = "", **fields: Any) -> "Thread":
        """Make a thread without posts."""
        from forums.models import Thread

        return Thread.objects.create(forum=forum, title=title or f"Thread {next(_numbers)}", **fields)

    def post(self, thread: "Thread", author: "User", body: str = "Hello", *, reply_to: "Post | None" = None) -> "Post":
        """Write in a thread as its author would; who may not write there is refused. Sends the event."""
        import uuid

        from forums.actions.post import reply

        thread.refresh_from_db()
        return reply(thread=thread, body=body, client_key=uuid.uuid4(), by=author, reply_to=reply_to)

    def client(self, user: "User | None" = None, language: str = "en") -> "Client":
        """Return a browser that prefers ``language``, in which ``user`` is signed in or nobody."""
        from django.test import Client

        client = Client(headers={"accept-language": language})
        if user is not None:
            client.force_login(user)
        return client


@pytest.fixture
def school(db: None) -> School:
    """Return a small school in which a test makes what it needs."""
    return School()
