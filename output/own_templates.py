"""Templates of the organisers' own: they replace those of the same name, and are trusted code."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING

from jinja2 import BaseLoader, ChoiceLoader, DictLoader, Environment, PackageLoader, PrefixLoader, TemplateSyntaxError

from data.nearest import suggestion
from data.problems import ForumError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from importlib.resources.abc import Traversable

OWN = "own/"
"""The folder of templates that replace none, to be included by those that do."""

ORIGINAL = "original"
"""The prefix under which a template of the software is found though it is replaced: to extend it."""


def loader(templates: Iterable[tuple[str, str]]) -> BaseLoader:
    """Return what finds a template by its name: the organisers' (names with their text) first, then the software's.

    Raises ForumError where one replaces nothing and is not in the folder `own`, or is no template (Jinja).
    """
    own = dict(templates)
    usual = PackageLoader("output")
    known = frozenset(_names(files("output").joinpath("templates")))
    plain = Environment(extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True)
    for name, text in own.items():
        if name not in known and not name.startswith(OWN):
            meant = suggestion(name, known) or f"; there are {', '.join(sorted(known))}"
            raise ForumError(
                f"template {name}: expected the name of a template to replace, or one in the folder {OWN}{meant}"
            )
        try:
            plain.parse(text, name)
        except TemplateSyntaxError as error:
            raise ForumError(
                f"template {name}, line {error.lineno}: expected a Jinja template: {error.message}"
            ) from error
    return ChoiceLoader([DictLoader(own), usual, PrefixLoader({ORIGINAL: usual})])


def _names(folder: Traversable, prefix: str = "") -> Iterable[str]:
    for place in folder.iterdir():
        if place.is_dir():
            yield from _names(place, f"{prefix}{place.name}/")
        else:
            yield f"{prefix}{place.name}"
