"""What pages load: style, script, icon, the list of zones, and the words of the script in each language."""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from output.colours import look_css
from output.pages.day import positions
from output.pages.now import held_script
from output.pages.script_words import script_words
from output.zone_names import BROWSER_NAMES, former_names, own_words, places, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from output.language import Language
    from output.view import PublicView

_COMMENT = re.compile(r"^/\*.*?\*/\n", re.MULTILINE | re.DOTALL)


def assets(view: PublicView, spoken: Sequence[Language]) -> dict[str, bytes]:
    """Return what the pages in these languages load, by path in the site."""
    found = {**_fixed(), **{f"assets/words-{language.tag}.js": _words(view, language) for language in spoken}}
    found |= {f"assets/zones-{language.tag}.js": _own_zones(language) for language in spoken if language.tag != "en"}
    found["assets/days.css"] = positions(view).encode("ascii")
    found["assets/now.js"] = held_script(view)
    style = look_css(view.look.accent, view.look.header)
    if style:
        found["assets/look.css"] = style.encode("ascii")
    if view.look.logo:
        found[f"assets/{view.look.logo}"] = view.look.picture
    return found


@cache
def _fixed() -> dict[str, bytes]:
    folder = files("output").joinpath("assets")
    script = _joined("script", ".js")
    former = _constants({"formerZones": BROWSER_NAMES}).decode("ascii")
    found = {
        "assets/icon.svg": folder.joinpath("icon.svg").read_bytes(),
        "assets/forum.css": _joined("style", ".css").encode("utf-8"),
        "assets/forum.js": f'"use strict";\n(() => {{\n{former}{script}}})();\n'.encode(),
    }
    zones = "\n".join(f"{name}|{country}" for name, country in places())
    others = "\n".join(f"{alias}|{name}" for alias, name in former_names())
    lists = {"forumZones": zones, "forumFormerZones": others, "forumZoneWords": _meanings(words())}
    found["assets/zones.js"] = _constants(lists)
    return found


def _own_zones(language: Language) -> bytes:
    return _constants({"forumOwnZoneWords": _meanings(own_words(language))})


def _meanings(rows: Iterable[tuple[str, tuple[str, ...]]]) -> str:
    return "\n".join("|".join((word, *meant)) for word, meant in rows)


def _joined(folder: str, ending: str) -> str:
    """The parts of style or script in the order of their names; parts of the script share one scope.

    Comments that begin a line are for those who change the parts, and are left out.
    """
    parts = sorted(files("output").joinpath("assets", folder).iterdir(), key=lambda part: part.name)
    texts = (part.read_text("utf-8") for part in parts if part.name.endswith(ending))
    return "\n".join(_COMMENT.sub("", text) for text in texts)


def _words(view: PublicView, language: Language) -> bytes:
    dates = [day.day.isoformat() for day in view.days]
    return _constants({"forumWords": script_words(language), "forumDays": dates})


def _constants(values: Mapping[str, object]) -> bytes:
    return "".join(f"const {name} = {json.dumps(value)};\n" for name, value in values.items()).encode("ascii")
