"""The wall of a class: words and photos of each day, for the class alone."""

import datetime
import io
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone
from PIL import Image

from classes.models import WallPost
from people.models import Role
from tests.classes.queries_counted import count_queries
from tests.factories.class_life import make_class_today, make_photo, make_wall_post
from tests.factories.classes import make_enrollment
from tests.factories.people import make_organization, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def training_class():
    return make_class_today()


@pytest.fixture
def learner(training_class):
    return make_enrollment(training_class, make_user("周兰")).learner


def of(user):
    client = Client()
    client.force_login(user)
    return client


def address(training_class):
    return f"/classes/{training_class.public_id}/wall/"


def sent(**fields):
    return {"date": timezone.localdate().isoformat(), "client_key": str(uuid.uuid4()), **fields}


def test_learner_puts_words_and_photos_up_once(training_class, learner):
    data = sent(body=" 今天  学得很好 ")
    for _time in range(2):
        photos = [make_photo(), make_photo(kind="PNG")]
        assert of(learner).post(address(training_class), {**data, "photos": photos}).status_code == 302

    post = WallPost.objects.get()
    assert (post.body, post.author, post.photos.count()) == ("今天 学得很好", learner, 2)
    text = of(make_enrollment(training_class).learner).get(address(training_class)).content.decode()
    assert "今天 学得很好" in text
    assert post.photos.first().small.url in text


def test_photo_is_made_anew_without_what_the_camera_wrote(training_class, learner):
    exif = Image.Exif()
    exif[0x010F] = "SecretCamera"
    exif[0x0112] = 6  # lying on its side
    exif.get_ifd(0x8825)[1] = "N"
    of(learner).post(address(training_class), sent(photos=[make_photo((2000, 1000), exif=exif)]))

    photo = WallPost.objects.get().photos.get()
    large, small = (b"".join(of(learner).get(one.url).streaming_content) for one in (photo.file, photo.small))
    assert (photo.width, photo.height) == (800, 1600)
    for content, size in ((large, (800, 1600)), (small, (240, 480))):
        assert b"SecretCamera" not in content
        with Image.open(io.BytesIO(content)) as opened:
            assert (opened.size, opened.format, dict(opened.getexif())) == (size, "JPEG", {})


BROKEN = [
    ("x.jpg", b"no picture"),
    ("x.jpg", b""),
    ("x.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
    ("x.jpg", b"\xff\xd8\xff\xe0broken"),
]


@pytest.mark.parametrize(("name", "content"), BROKEN)
def test_file_that_is_no_photo_is_refused_and_nothing_is_kept(training_class, learner, name, content):
    photos = [make_photo(), SimpleUploadedFile(name, content)]
    answer = of(learner).post(address(training_class), sent(body="x", photos=photos))
    assert answer.status_code == 400
    assert not WallPost.objects.exists()


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"body": "x" * 501},
        {"body": "x", "date": "2020-01-01"},
        {"body": "x", "date": "x"},
        {"body": "x", "client_key": "x"},
    ],
)
def test_post_that_cannot_stand_is_answered_with_words(training_class, learner, fields):
    assert of(learner).post(address(training_class), sent(**fields)).status_code == 400
    assert not WallPost.objects.exists()


def test_ten_photos_are_one_too_many(training_class, learner):
    photos = [make_photo() for _number in range(10)]
    assert of(learner).post(address(training_class), sent(photos=photos)).status_code == 400


def test_day_to_come_is_not_written_on(training_class, learner):
    tomorrow = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    assert of(learner).post(address(training_class), sent(body="x", date=tomorrow)).status_code == 400


def test_who_only_looks_in_does_not_write(training_class):
    head = make_user(role=Role.HEAD, organization=training_class.organization)
    outsider = make_user(role=Role.LEARNER, organization=make_organization())
    for user, status in ((head, 200), (outsider, 404)):
        assert of(user).get(address(training_class)).status_code == status
        assert of(user).post(address(training_class), sent(body="x")).status_code == 404


def test_hidden_post_is_seen_with_its_reason_by_who_runs_the_class_alone(training_class, learner):
    teacher = training_class.class_teacher
    post = make_wall_post(training_class, learner, body="看不清", photos=[make_photo()])
    url, photo = f"/classes/wall/{post.public_id}/hide/", post.photos.get().file.url
    assert of(make_enrollment(training_class).learner).post(url, {"reason": "x"}).status_code == 404
    assert of(teacher).post(url, {"reason": " "}).status_code == 400
    assert of(teacher).post(url, {"reason": "照片模糊"}).status_code == 302

    assert "看不清" not in of(learner).get(address(training_class)).content.decode()
    assert of(learner).get(photo).status_code == 404
    text = of(teacher).get(address(training_class)).content.decode()
    assert "看不清" in text
    assert "照片模糊" in text
    assert of(teacher).get(photo).status_code == 200


def test_author_takes_the_own_post_down(training_class, learner):
    post = make_wall_post(training_class, learner)
    url = f"/classes/wall/{post.public_id}/hide/"
    assert of(learner).post(url, {"reason": "发错了"}).status_code == 302
    assert of(learner).get(url).status_code == 404


def test_database_hides_with_a_reason_alone(training_class, learner):
    post = make_wall_post(training_class, learner)
    with pytest.raises(IntegrityError), transaction.atomic():
        WallPost.objects.filter(pk=post.pk).update(hidden_at=timezone.now(), hidden_by=learner)


def test_wall_costs_the_same_for_many(training_class, learner):
    counts, made = [], 0
    for rows in (1, 30, 300):
        posts = [
            WallPost(training_class=training_class, author=learner, date=timezone.localdate(), client_key=uuid.uuid4())
            for _number in range(made, rows)
        ]
        WallPost.objects.bulk_create(posts)
        made = rows
        counts.append(count_queries(of(learner), address(training_class)))
    assert len(set(counts)) == 1, counts
