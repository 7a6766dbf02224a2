"""Rendering for many and filling in for one."""

import hashlib
import logging
import re
from collections.abc import Callable, Hashable, Mapping, Sequence
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template import Context, NodeList
from django.template.context import make_context
from django.template.loader import get_template
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from foundation.fragments.readers import PersonalInShared, SharedRequest

CACHE = "local"

logger = logging.getLogger(__name__)

Variation = Callable[[HttpRequest], tuple[object, Mapping[str, Any]]]
Marks = Mapping[str, Mapping[str, Any] | str]

_variations: dict[str, Variation] = {}
_own_parts: dict[str, NodeList] = {}
_is_shared: ContextVar[bool] = ContextVar("fragments_is_shared", default=False)

# Nobody can write a hole into a text: no stored text has a null character, and the token is this installation's.
_token = SimpleLazyObject(lambda: "\0" + salted_hmac("foundation.fragments", settings.SECRET_KEY).hexdigest()[:16])


def vary(name: str, variation: Variation) -> None:
    """Let every shared text vary by something of the request.

    ``variation(request)`` returns what becomes part of the key, and the variables that templates see for it: these
    must not say more than that part of the key does.
    """
    _variations[name] = variation


def render_shared(
    request: HttpRequest,
    template: str,
    *,
    key: object,
    shared: Callable[[], Mapping[str, Any]],
    own: Mapping[str, Any] | None = None,
    marks: Marks | None = None,
    query: str = "",
) -> HttpResponse:
    """Answer with ``template``: the shared text of ``key``, rendered now or before, with this reader's own parts.

    ``key`` is made of plain values with a ``repr`` that tells them apart, and stands for everything that ``shared``
    puts into the text. ``query`` is what ``request.GET`` shall be in it. A text that turns out to be personal is
    logged, and rendered for this reader alone.
    """
    given: dict[str, Any] = {}  # without the reader; the own parts see what context processors say of the request
    parts = [template, key, query, request.path, get_language(), request.user.is_authenticated]
    for variation in _variations.values():
        part, variables = variation(request)
        parts.append(part)
        given.update(variables)
    address = hashlib.blake2b(repr(parts).encode(), digest_size=24).hexdigest()
    variables = {**(own or {}), "marks": marks or {}}
    text = caches[CACHE].get(address)
    if text is None:
        try:
            text = _pieces(_render(SharedRequest(request, query=query), template, {**shared(), **given}))
        except PersonalInShared as found:
            # Something that a plugin added, most likely. It is shown as it wants to be, and shared with nobody.
            logger.error("%s cannot be shared: %s", template, found)
            whole = get_template(template).render({**shared(), **variables}, request)
            return HttpResponse(_filled(_pieces(whole), request, template, variables))
        caches[CACHE].set(address, text)
    return HttpResponse(_filled(text, request, template, variables))


def kept_value(name: object, make: Callable[[], Any]) -> Any:
    """Return what ``make`` gives, kept under a ``name`` that carries the version of all that it depends on."""
    address = "value:" + hashlib.blake2b(repr(name).encode(), digest_size=24).hexdigest()
    value = caches[CACHE].get(address)
    if value is None:
        value = make()
        caches[CACHE].set(address, value)
    return value


def kept_texts(name: object, versions: Sequence[Hashable], render: Callable[[list[int]], Sequence[str]]) -> list[str]:
    """Return the text of each of ``versions``, which say all that it shows; a row of posts, say.

    Texts of the same ``name`` are kept together, as they were last asked for. ``render`` receives the places in
    ``versions`` of those that are missing, and returns their texts.
    """
    address = "texts:" + hashlib.blake2b(repr([name, get_language()]).encode(), digest_size=24).hexdigest()
    kept: Mapping[Hashable, str] = caches[CACHE].get(address) or {}
    missing = [index for index, version in enumerate(versions) if version not in kept]
    if missing:
        rendered = render(missing)
        kept = {**kept, **{versions[index]: text for index, text in zip(missing, rendered, strict=True)}}
        caches[CACHE].set(address, {version: kept[version] for version in versions})
    return [mark_safe(kept[version]) for version in versions]


def hole(name: str, argument: object = "") -> SafeString:
    """Return what leaves a place in a shared text for the mark ``name``, say as the initial value of a form's field."""
    return mark_safe(f"{_token}mark {name} {argument}{_token}")


def mark_of(context: Mapping[str, Any], name: str, argument: object) -> SafeString:
    """Return a mark where it stands, or leave a place for it while a shared text is rendered."""
    return hole(name, argument) if _is_shared.get() else _mark(context.get("marks") or {}, name, str(argument))


def register_own_part(address: str, nodes: NodeList) -> None:
    """Remember what stands between ``{% own %}`` and ``{% endown %}`` at ``address``, a template and a number."""
    _own_parts[address] = nodes


def own_part(address: str, context: Context) -> str:
    """Render an own part where it stands, or leave a place for it while a shared text is rendered."""
    return f"{_token}own {address}{_token}" if _is_shared.get() else _own_parts[address].render(context)


def _render(request: SharedRequest, template: str, variables: Mapping[str, Any]) -> str:
    before = _is_shared.set(True)
    try:
        token = f"{_token}csrf{_token}"
        return get_template(template).render({**variables, "csrf_token": token}, request)
    finally:
        _is_shared.reset(before)


def _pieces(text: str) -> tuple[list[str], list[tuple[int, str, str, str]]]:
    """Split a text at its places: the pieces, and of each place its index, kind, name and argument."""
    pieces = re.split(f"{_token}([^\0]*){_token}", text)
    places = []
    for index in range(1, len(pieces), 2):
        kind, _space, rest = pieces[index].partition(" ")
        name, _space, argument = rest.partition(" ") if kind == "mark" else (rest, "", "")
        places.append((index, kind, name, argument))
        pieces[index] = ""
    return pieces, places


def _filled(
    text: tuple[list[str], list[tuple[int, str, str, str]]],
    request: HttpRequest,
    template: str,
    variables: Mapping[str, Any],
) -> str:
    filled, places = list(text[0]), text[1]
    marks = variables["marks"]
    csrf_token: Any = SimpleLazyObject(lambda: get_token(request))  # one for all forms of the page
    context = make_context({**variables, "csrf_token": csrf_token}, request)
    with context.bind_template(get_template(template).template):  # type: ignore[attr-defined]
        for index, kind, name, argument in places:
            if kind == "mark":
                if name in marks:
                    filled[index] = _mark(marks, name, argument)
            elif kind == "own":
                filled[index] = _own_parts[name].render(context)
            else:
                filled[index] = str(csrf_token)
    return "".join(filled)


def _mark(marks: Marks, name: str, argument: str) -> SafeString:
    mark = marks.get(name, "")
    return conditional_escape(mark.get(argument, "") if isinstance(mark, Mapping) else mark)
