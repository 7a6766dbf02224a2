"""Documents for all of a class."""

import datetime

import pytest
from django.test import Client
from wagtail.models import Site

from classes.actions.repeat_class import repeat_class
from classes.models import ClassMaterial
from people.models.audience import Audience
from tests.factories.class_life import make_class_today
from tests.factories.classes import make_enrollment
from tests.factories.people import make_document, make_superuser, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def training_class(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    held = make_class_today()
    place = held.get_parent().get_parent()
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "testserver", "root_page": place})
    return held


def status_of(user, url):
    client = Client()
    client.force_login(user)
    return client.get(url).status_code


@pytest.mark.parametrize("audience", [Audience.CLASS, ""])
def test_material_is_for_those_inside_the_class(training_class, audience):
    document = make_document(training_class.organization, title="学员手册", audience=audience)
    training_class.materials.add(ClassMaterial(document=document))
    training_class.save_revision().publish()
    learner, outsider = make_enrollment(training_class).learner, make_user()

    assert (status_of(learner, document.url), status_of(outsider, document.url)) == (200, 404)
    client = Client()
    client.force_login(learner)
    assert "学员手册" in client.get(training_class.get_url()).content.decode()


def test_repeated_class_has_the_same_materials(training_class):
    document = make_document(training_class.organization)
    training_class.materials.add(ClassMaterial(document=document, title="Handbook"))
    training_class.save_revision().publish()
    starts_on = training_class.starts_on + datetime.timedelta(days=28)
    copy = repeat_class(
        source=training_class, starts_on=starts_on, period=2, title="Next", slug="next", by=make_superuser()
    )
    assert list(copy.materials.values_list("document", "title")) == [(document.pk, "Handbook")]
