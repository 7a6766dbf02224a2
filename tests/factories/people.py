"""Makes accounts and organizations for tests."""

from io import BytesIO
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image as PillowImage
from wagtail.models import Page

from people.models import Organization, OrganizationKind, SchoolDocument, SchoolImage, SchoolMedia, User

PASSWORD = "quiet-lamp-7341"
_numbers = count(1)


def make_organization(
    name: str | None = None,
    *,
    parent: Organization | None = None,
    kind: str = OrganizationKind.COUNTY,
    **fields: Any,
) -> Organization:
    """Make an organization: a root of its own, or below ``parent``."""
    node = Organization(name=name or f"Organization {next(_numbers)}", kind=kind, **fields)
    if parent is None:
        return Organization.add_root(instance=node)
    parent.refresh_from_db()
    return parent.add_child(instance=node)


def make_user(
    full_name: str | None = None,
    *,
    password: str | None = PASSWORD,
    role: str | None = None,
    organization: Organization | None = None,
    **fields: Any,
) -> User:
    """Make an account, with an account name if no identifier is given.

    ``role`` and ``organization`` together also give the account that role there.
    """
    number = next(_numbers)
    if not {"account_name", "email", "phone"} & fields.keys():
        fields["account_name"] = f"person{number}"
    user = User.objects.create_user(full_name or f"Person {number}", password, **fields)
    if role is not None and organization is not None:
        from people.actions.roles import grant_role

        grant_role(user=user, role=role, organization=organization, by=make_superuser())
    return user


def make_superuser(**fields: Any) -> User:
    """Make an account that may do everything on the server."""
    return make_user(is_staff=True, is_superuser=True, **fields)


def make_page(parent: Page | None = None, *, title: str | None = None, **fields: Any) -> Page:
    """Make a plain page below ``parent``, or below the root."""
    title = title or f"Page {next(_numbers)}"
    page = fields.pop("model", Page)(title=title, slug=f"page-{next(_numbers)}", **fields)
    parent = Page.objects.get(pk=parent.pk) if parent else Page.get_first_root_node()
    return parent.add_child(instance=page)


def make_place(organization: Organization, *, parent: Page | None = None, **fields: Any) -> Page:
    """Make a page that ``organization`` owns, below ``parent`` or below the root."""
    from people.actions.places import register_place

    page = make_page(parent, **fields)
    register_place(page=page, organization=organization)
    return page


def make_image(organization: Organization | None = None, *, title: str | None = None, **fields: Any) -> SchoolImage:
    """Make a small picture of ``organization``."""
    title = title or f"Picture {next(_numbers)}"
    stream = BytesIO()
    PillowImage.new("RGB", (40, 30), (next(_numbers) % 255, 90, 60)).save(stream, "PNG")
    file = ContentFile(stream.getvalue(), name=f"{title}.png")
    return SchoolImage.objects.create(title=title, file=file, organization=organization, **fields)


def make_document(
    organization: Organization | None = None, *, title: str | None = None, content: bytes = b"", **fields: Any
) -> SchoolDocument:
    """Make a text document of ``organization``."""
    title = title or f"Document {next(_numbers)}"
    file = ContentFile(content or f"Text {next(_numbers)}".encode(), name=f"{title}.txt")
    return SchoolDocument.objects.create(title=title, file=file, organization=organization, **fields)


def make_media(organization: Organization | None = None, *, title: str | None = None, **fields: Any) -> SchoolMedia:
    """Make a sound of ``organization``; its bytes are no real sound."""
    title = title or f"Sound {next(_numbers)}"
    file = ContentFile(f"Sound {next(_numbers)}".encode(), name=f"{title}.mp3")
    return SchoolMedia.objects.create(title=title, file=file, type="audio", organization=organization, **fields)
