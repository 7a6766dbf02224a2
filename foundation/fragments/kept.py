"""Values and small texts that are made once for each name, where the name carries the version of all that they show."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from foundation.fragments import store
from foundation.fragments.readers import SharedRequest, origin_of


def kept_value(name: object, make: Callable[[], Any]) -> Any:
    """Return what ``make`` gives, kept under a ``name`` that carries the version of all that it depends on.

    It is handed out to everybody as it is: nobody changes it.
    """
    address = ("value", repr(name))
    value = store.get(address)
    if value is None:
        value = make()
        store.put(address, value)
    return value


def kept_texts(name: object, versions: Sequence[Hashable], render: Callable[[list[int]], Sequence[str]]) -> list[str]:
    """Return the text of each of ``versions``, which say all that it shows; a row of posts, say.

    Texts of the same ``name`` are kept together, as they were last asked for. ``render`` receives the places in
    ``versions`` of those that are missing, and returns their texts.
    """
    address = ("texts", repr(name), get_language())
    kept: Mapping[Hashable, str] = store.get(address) or {}
    missing = [index for index, version in enumerate(versions) if version not in kept]
    if missing:
        rendered = render(missing)
        kept = {**kept, **{versions[index]: text for index, text in zip(missing, rendered, strict=True)}}
        store.put(address, {version: kept[version] for version in versions})
    return [mark_safe(kept[version]) for version in versions]


def kept_text(
    name: object, template: str, context: Callable[[], Mapping[str, Any]], *, request: HttpRequest | None = None
) -> SafeString:
    """Return ``template`` rendered with ``context()``, kept in this language under a ``name`` that says all it shows.

    With a ``request`` its host becomes part of the name, and the template can write addresses; it sees no reader.
    """
    host = (*origin_of(request), request.path) if request else ()
    address = ("text", template, repr(name), host, get_language())
    text = store.get(address)
    if text is None:
        rendered = get_template(template).render({**context()}, request and SharedRequest(request))
        store.put(address, text := mark_safe(rendered))
    return text  # type: ignore[no-any-return]
