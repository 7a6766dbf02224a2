"""What the other process does. Each step takes and returns what JSON can hold."""

import io
import json
import sys
from contextlib import suppress
from datetime import timedelta
from importlib import invalidate_caches

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.messages import get_messages
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone, translation
from wagtail.admin.urls.pages import urlpatterns
from wagtail.models import Page, Revision, Site

from lessons.models import LessonPage
from tests.factories.classes import make_training_class
from tests.factories.lessons import make_lesson
from tests.factories.people import make_organization, make_superuser, make_user
from tests.schoolhouse.content.test_keeping import post
from tests.schoolhouse.leftovers.steps_data import BODY
from tests.schoolhouse.posting import form_state


def manage(arguments, answer):
    """Run a command of ``manage.py`` with ``answer`` typed; return what it wrote, and whether it failed."""
    said, typed = io.StringIO(), sys.stdin
    invalidate_caches()
    sys.stdin = io.StringIO(answer)
    try:
        with translation.override(settings.LANGUAGE_CODE):
            call_command(*arguments, stdout=said, stderr=said)
    except CommandError as error:
        return [said.getvalue() + str(error), True]
    finally:
        sys.stdin = typed
    return [said.getvalue(), False]


def write():
    """Use the plugin: a lesson with its blocks, its pages, and rows that point at everything. Return the keys."""
    models = apps.get_app_config("word_cards")
    deck, card, deck_page = (models.get_model(name) for name in ("Deck", "Card", "DeckPage"))
    admin = make_superuser(account_name="admin", full_name="Admin")
    school = make_organization("Hill school")
    bare = make_organization("Bare office")
    owner = make_user("Wang Xiulan", account_name="wang")
    training_class = make_training_class(make_organization("Valley school"), title="Spring class")
    lesson = make_lesson(school, title="Lesson", body=json.dumps(BODY), audience="public")
    lesson.save_revision(user=admin).publish()
    pointed_at = make_lesson(title="Pointed at")
    index = Page.objects.get(pk=lesson.get_parent().pk)
    page = index.add_child(instance=deck_page(title="Cards of the hill", slug="cards", intro="kept"))
    page.save_revision(user=admin).publish()
    page.save_revision(user=admin)
    below = Page.objects.get(pk=page.pk).add_child(instance=Page(title="Below the cards", slug="below"))
    inside = Page.objects.get(pk=training_class.pk).add_child(instance=deck_page(title="In class", slug="in-class"))
    first = deck.objects.create(title="d", owner=owner, organization=bare, page_id=pointed_at.pk)
    first.first_card = card.objects.create(deck=first, word="water")
    first.first_card.learners.add(owner)
    first.save()
    root = Page.get_first_root_node()
    Site.objects.update_or_create(is_default_site=True, defaults={"root_page": root, "hostname": "localhost"})
    return {
        "lesson": lesson.pk,
        "pointed_at": pointed_at.pk,
        "index": index.pk,
        "page": page.pk,
        "below": below.pk,
        "inside": inside.pk,
        "training_class": training_class.pk,
        "classes": training_class.get_parent().pk,
        "bare": bare.pk,
        "owner": owner.pk,
        "revision": page.latest_revision_id,
    }


def signed_in(account="admin"):
    """Return a client as an administrator; it does not raise what the server answers with a 500."""
    client = Client(raise_request_exception=False)
    client.force_login(get_user_model().objects.get(account_name=account))
    return client


def body(page):
    """Return the stored body of a lesson."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM lessons_lessonpage WHERE page_ptr_id = %s", [page])
        value = cursor.fetchone()[0]
    return json.loads(value) if isinstance(value, str) else value


def revision_body(page):
    """Return the body in the newest revision of a lesson."""
    return json.loads(LessonPage.objects.get(pk=page).latest_revision.content["body"])


def edit_and_publish(page, title):
    """Send the editor's form and publish; return the notices in the form and the status."""
    client = signed_in()
    lesson = LessonPage.objects.get(pk=page)
    state = form_state(client.get(reverse("wagtailadmin_pages:edit", args=[page])).content.decode())
    answer = post(client, lesson, title=title, **{"action-publish": "1"})
    return {
        "status": answer.status_code,
        "texts": [c["value"].get("text") for c in state if isinstance(c["value"], dict)],
    }


def autosave(page):
    """Save as the editor does by itself, and return its answer."""
    client = signed_in()
    client.defaults["HTTP_ACCEPT"] = "application/json"
    answer = post(client, LessonPage.objects.get(pk=page), title="By itself")
    assert answer.json()["success"] is True
    return answer.status_code


def get(address, account="admin"):
    """Return the status and text of an address; an account of "" is a stranger."""
    client = signed_in(account) if account else Client(raise_request_exception=False)
    answer = client.get(address)
    return {"status": answer.status_code, "to": answer.headers.get("Location", ""), "text": text_of(answer)}


def send(address, data=None):
    """Post to an address and return the status, and the text with the messages that come next."""
    answer = signed_in().post(address, data or {})
    told = "".join(str(message) for message in get_messages(answer.wsgi_request))
    return {"status": answer.status_code, "text": text_of(answer) + told}


def text_of(answer):
    """Return an answer's text."""
    return "" if answer.streaming else answer.content.decode(errors="replace")


def address(name, arguments):
    """Return the path of a named address."""
    return reverse(name, args=arguments)


def reader_address(page):
    """Return where readers find a page."""
    return Page.objects.get(pk=page).get_url()


def every_page_address(page, revision):
    """Return the statuses of GET and POST at each address of the admin that is about one page."""
    known = {"revision_id": revision, "revision_id_a": revision, "revision_id_b": "latest", "destination_id": page}
    known |= {"task_state_id": 1, "task_id": 1, "workflow_state_id": 1, "action_name": "approve"}
    known |= {"content_type_app_name": "wagtailcore", "content_type_model_name": "page"}
    found = {}
    client = signed_in()
    for pattern in urlpatterns:
        names = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
        if not {"page_id", "page_to_move_id", "parent_page_id", "pk"} & set(names):
            continue
        try:
            path = reverse(f"wagtailadmin_pages:{pattern.name}", kwargs={name: known.get(name, page) for name in names})
        except NoReverseMatch:
            continue
        found[f"GET {pattern.name}"] = client.get(path).status_code
        found[f"POST {pattern.name}"] = client.post(path).status_code
    return found


def pages():
    """Return title and live of every page by key, and where it stands."""
    return {str(p.pk): [p.title, p.live, p.url_path, p.content_type_id] for p in Page.objects.all()}


def copy_in_code(page):
    """Copy a page and all below it as code does; return the refusal."""
    from schoolhouse.refusals import Refusal

    before = Page.objects.count()
    try:
        with transaction.atomic():
            Page.objects.get(pk=page).specific.copy(recursive=True, update_attrs={"slug": "again", "title": "Again"})
    except Refusal as refusal:
        return [str(refusal.message), Page.objects.count() - before]
    return ["", Page.objects.count() - before]


def raw_delete(page):
    """Delete behind the back of every guard; return whether the database refused."""
    with suppress(IntegrityError):
        get_user_model().objects.filter(pk=page)._raw_delete("default")
        return False
    return True


def exists(model, pk):
    """Say whether a row is there."""
    return apps.get_model(model)._default_manager.filter(pk=pk).exists()


def deck_page(page):
    """Return what the plugin's page holds."""
    found = apps.get_model("word_cards.DeckPage").objects.get(pk=page)
    return [found.title, found.intro, found.live, found.revisions.count()]


def tables():
    """Return the plugin's tables in the database."""
    return sorted(t for t in connection.introspection.table_names() if t.startswith("word_cards"))


def traces():
    """Return what still names the plugin in the database."""
    from django.contrib.auth.models import Permission
    from django.contrib.contenttypes.models import ContentType
    from django.db.migrations.recorder import MigrationRecorder

    from schoolhouse.models import InstalledPlugin

    return {
        "content types": ContentType.objects.filter(app_label="word_cards").count(),
        "permissions": Permission.objects.filter(content_type__app_label="word_cards").count(),
        "migrations": MigrationRecorder(connection).migration_qs.filter(app="word_cards").count(),
        "records": InstalledPlugin.objects.filter(label="word_cards").count(),
    }


def record():
    """Return what is remembered of the plugin."""
    from schoolhouse.models import InstalledPlugin

    found = InstalledPlugin.objects.get(label="word_cards")
    return [found.name, found.verbose_name, found.tables]


def move_up(page, to):
    """Move a page elsewhere."""
    Page.objects.get(pk=page).move(Page.objects.get(pk=to), pos="last-child")
    return Page.objects.get(pk=page).get_parent().pk == to


def tree_problems():
    """Return what is wrong with the page tree."""
    return [problem for problems in Page.find_problems() for problem in problems]


def publish_planned(orphan, lesson):
    """Have versions of two pages published as planned; return what that gave: a new title of each."""
    past = timezone.now() - timedelta(hours=1)
    planned = Page.objects.get(pk=lesson).specific
    planned.title = "Planned"
    planned.save_revision(approved_go_live_at=past + timedelta(minutes=5))
    revision = Page.objects.get(pk=orphan).latest_revision
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=past)
    call_command("publish_scheduled")
    titles = [Page.objects.get(pk=orphan).live_revision_id == revision.pk or None, Page.objects.get(pk=lesson).title]
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=None)
    return titles
