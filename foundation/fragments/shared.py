"""Rendering for many and filling in for one."""

import logging
import re
from collections.abc import Callable, Hashable, Mapping
from contextvars import ContextVar
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template import Context, NodeList
from django.template.context import make_context
from django.template.loader import get_template
from django.utils.crypto import salted_hmac
from django.utils.functional import SimpleLazyObject
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from foundation.fragments import store
from foundation.fragments.readers import PersonalInShared, SharedRequest, origin_of
from foundation.fragments.tokens import token_for

PERSONAL = "personal"
"""Kept instead of the pieces of a text that cannot be shared."""

logger = logging.getLogger(__name__)

Variation = Callable[[HttpRequest], tuple[Hashable, Callable[[], Mapping[str, Any]]]]
Marks = Mapping[str, Mapping[str, Any] | str]

_variations: dict[str, Variation] = {}
_everywhere: dict[str, Callable[[HttpRequest], str]] = {}
_own_parts: dict[str, NodeList] = {}
_late_parts: dict[str, Callable[[HttpRequest, str], str]] = {}
_is_shared: ContextVar[bool] = ContextVar("fragments_is_shared", default=False)


class Text(NamedTuple):
    """A shared text in pieces, and the places of those to fill in.

    These are marks (name, argument), own parts (address, condition), late parts (name, argument) and CSRF tokens.
    """

    pieces: tuple[str, ...]
    marks: tuple[tuple[int, str, str], ...]
    own: tuple[tuple[int, str, str], ...]
    late: tuple[tuple[int, str, str], ...]
    tokens: tuple[int, ...]


def vary(name: str, variation: Variation) -> None:
    """Let every shared text vary by something of the request.

    ``variation(request)`` returns what becomes part of the key, and a function that gives the variables that templates
    see for it: these must not say more than that part of the key does.
    """
    _variations[name] = variation


def mark_everywhere(name: str, text_of: Callable[[HttpRequest], str]) -> None:
    """Let ``{% mark name %}`` stand in any page, shared or not: ``text_of(request)`` is what it shows to the reader.

    For what is on every page, such as the reader's name. It is asked at each request, so it should be cheap; a view's
    own mark of the same name comes before it.
    """
    _everywhere[name] = text_of


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
    logged, and rendered for each reader alone.
    """
    varied = [variation(request) for variation in _variations.values()]
    asked = (*origin_of(request), request.path, query, get_language(), request.user.is_authenticated)
    address = ("page", template, repr(key), asked, *[part for part, _variables in varied])
    variables = {**(own or {}), "marks": marks or {}}
    text = store.get(address)
    if text is None:
        given = {name: value for _part, given in varied for name, value in given().items()}
        try:
            text = _text(_render(SharedRequest(request, query=query), template, {**shared(), **given}))
        except PersonalInShared as found:
            # Something that a plugin added, most likely. It is shown as it wants to be, and shared with nobody.
            logger.error("%s cannot be shared: %s", template, found)
            text = PERSONAL
        store.put(address, text)
    if text == PERSONAL:
        text = _text(get_template(template).render({**shared(), **variables}, request))
    return HttpResponse(_filled(text, request, template, variables))


def render_for_one(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, marks: Marks | None = None, status: int = 200
) -> HttpResponse:
    """Answer with ``template`` for this reader alone; places in kept texts that stand in it are filled in, too."""
    variables = {**context, "marks": marks or {}}
    text = _text(get_template(template).render(variables, request))
    return HttpResponse(_filled(text, request, template, variables), status=status)


def hole(name: str, argument: object = "") -> SafeString:
    """Return what leaves a place in a shared text for the mark ``name``, say as the initial value of a form's field."""
    return mark_safe(f"{_token()}mark {name} {argument}{_token()}")


def mark_of(context: Mapping[str, Any], name: str, argument: object) -> str:
    """Return a mark where it stands, or leave a place for it while a shared text is rendered."""
    if _is_shared.get():
        return hole(name, argument)
    return _mark(context.get("marks") or {}, name, str(argument), context.get("request"))


def register_own_part(address: str, nodes: NodeList) -> None:
    """Remember what stands between ``{% own %}`` and ``{% endown %}`` at ``address``, a template and a number."""
    _own_parts[address] = nodes


def own_part(address: str, context: Context, condition: str = "") -> str:
    """Render an own part where it stands, or leave a place for it while a shared text is rendered."""
    if _is_shared.get():
        return f"{_token()}own {condition} {address}{_token()}"
    return _own_parts[address].render(context) if not condition or context.get(condition) else ""


def register_late_part(name: str, render: Callable[[HttpRequest, str], str]) -> None:
    """Say how ``late_part`` of this name is rendered: ``render(request, argument)``, with the reader's request."""
    _late_parts[name] = render


def late_part(context: Mapping[str, Any], name: str, argument: str) -> SafeString:
    """Render what is each reader's own and depends on an ``argument``, or leave a place for it in a shared text.

    It is for the few things that are not known before the text is: what an editor put into it for some readers only.
    """
    if _is_shared.get():
        return mark_safe(f"{_token()}late {name} {argument}{_token()}")
    request = context.get("request")
    return mark_safe(_late_parts[name](request, argument) if request else "")


@cache
def _token() -> str:
    """Return what a place begins and ends with.

    Nobody can write one into a text: no stored text has a null character, and the word is this installation's.
    """
    return "\0" + salted_hmac("foundation.fragments", settings.SECRET_KEY).hexdigest()[:16]


def _render(request: SharedRequest, template: str, variables: Mapping[str, Any]) -> str:
    before = _is_shared.set(True)
    try:
        token = f"{_token()}csrf{_token()}"
        return get_template(template).render({**variables, "csrf_token": token}, request)
    finally:
        _is_shared.reset(before)


def _text(rendered: str) -> Text:
    """Split a rendered text at its places."""
    pieces = re.split(f"{_token()}([^\0]*){_token()}", rendered)
    marks, own, late, tokens = [], [], [], []
    for index in range(1, len(pieces), 2):
        kind, _space, rest = pieces[index].partition(" ")
        pieces[index] = ""
        if kind == "mark":
            name, _space, argument = rest.partition(" ")
            marks.append((index, name, argument))
        elif kind == "own":
            condition, _space, part = rest.partition(" ")
            own.append((index, part, condition))
        elif kind == "late":
            name, _space, argument = rest.partition(" ")
            late.append((index, name, argument))
        else:
            tokens.append(index)
    return Text(tuple(pieces), tuple(marks), tuple(own), tuple(late), tuple(tokens))


def _filled(text: Text, request: HttpRequest, template: str, variables: Mapping[str, Any]) -> str:
    filled = list(text.pieces)
    marks = variables["marks"]
    once: dict[tuple[str, str], str] = {}
    for index, name, argument in text.marks:
        place = (name, argument)
        if place not in once:
            once[place] = _mark(marks, name, argument, request)
        filled[index] = once[place]
    for index, name, argument in text.late:
        filled[index] = _late_parts[name](request, argument)
    own = [(index, part) for index, part, condition in text.own if not condition or variables.get(condition)]
    if not text.tokens and not own:
        return "".join(filled)
    csrf_token: Any = SimpleLazyObject(lambda: token_for(request))  # one for all forms of the page
    for index in text.tokens:
        filled[index] = str(csrf_token)
    if own:
        context = make_context({**variables, "csrf_token": csrf_token}, request)
        with context.bind_template(get_template(template).template):  # type: ignore[attr-defined]
            for index, part in own:
                filled[index] = _own_parts[part].render(context)
    return "".join(filled)


def _mark(marks: Marks, name: str, argument: str, request: HttpRequest | None) -> str:
    mark = marks.get(name)
    if mark is None:
        text_of = _everywhere.get(name)
        mark = text_of(request) if text_of is not None and request is not None else ""
    elif not isinstance(mark, str) and isinstance(mark, Mapping):
        mark = mark.get(argument, "")
    if not mark or isinstance(mark, SafeString):
        return mark or ""
    return conditional_escape(mark)
