"""A picture that the site publishes: it is what its ending says, holds nothing that acts, and tells nothing else.

What programs write into a picture about its maker, its place and its time is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from data.emails import has_email

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_BYTES = 500_000
ENDINGS = {".svg": "svg", ".png": "png", ".jpg": "jpg", ".jpeg": "jpg", ".webp": "webp"}
"""The form that each ending stands for."""

DEEPEST = 100
"""Levels of a drawing."""

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_DRAWING_NAMES = """
svg g defs symbol use view path rect circle ellipse line polyline polygon text tspan textPath title desc style
linearGradient radialGradient stop pattern clipPath mask marker image switch
filter feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting feDisplacementMap
feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence
"""
_DRAWING = frozenset(_DRAWING_NAMES.split())
"""The elements of SVG 2 that draw, without those that act, link or hold other documents."""

_INSIDE = re.compile(r"#[^\s]+|data:image/(?:png|jpeg|webp);base64,[A-Za-z0-9+/=\s]*")
"""Where a reference of a drawing may lead: to its own parts, or to a picture that is in it."""
_FETCHING = re.compile(r"@import|@font-face|(?:image-set|src|url)\s*\(\s*(?![\"']?#)", re.IGNORECASE)
"""What a style can load something by (CSS Values 4), but for references to parts of the drawing."""

_PNG = b"\x89PNG\r\n\x1a\n"
_PNG_TELLING = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")
_JPEG_KEPT = {0xE0: b"", 0xE2: b"ICC_PROFILE\0", 0xEE: b"Adobe"}
"""Application segments that say how to show the picture, and what they begin with."""


def public_picture(ending: str, content: bytes) -> bytes:
    """Return what is published of a picture with this ending (of `ENDINGS`).

    Raises ValueError, with what was expected, where it is no such picture, cut short, or can do more than be seen.
    """
    form = ENDINGS[ending]
    if form == "svg":
        return _drawing(content)
    try:
        return b"".join({"png": _png, "jpg": _jpeg, "webp": _webp}[form](content))
    except (IndexError, ValueError) as error:
        wanted = {"png": "a PNG", "jpg": "a JPEG", "webp": "a WebP"}[form]
        raise ValueError(
            f"expected {wanted} picture, as its name ends with {ending}; it is none, or damaged"
        ) from error


def _png(content: bytes) -> Iterator[bytes]:
    """Its chunks up to the end (PNG, third edition, 5.3), without those that tell of it."""
    if content[:8] != _PNG or content[12:16] != b"IHDR":
        raise ValueError
    yield _PNG
    place, kind = 8, b""
    while kind != b"IEND":
        length, kind = int.from_bytes(content[place : place + 4], "big"), content[place + 4 : place + 8]
        chunk = content[place : place + 12 + length]
        if len(chunk) < 12 + length:
            raise ValueError
        place += 12 + length
        if kind not in _PNG_TELLING:
            yield chunk


def _jpeg(content: bytes) -> Iterator[bytes]:
    """Its segments (ITU-T T.81, annex B), without comments and application data that only tell of it."""
    if content[:2] != b"\xff\xd8":
        raise ValueError
    yield content[:2]
    place = 2
    while True:
        if content[place] != 0xFF:
            raise ValueError
        marker = content[place + 1]
        length = int.from_bytes(content[place + 2 : place + 4], "big")
        segment = content[place : place + 2 + length]
        if length < 2 or len(segment) < 2 + length:
            raise ValueError
        if marker == 0xDA:
            break
        place += 2 + length
        application = 0xE0 <= marker <= 0xEF
        if marker != 0xFE and (not application or segment[4:].startswith(_JPEG_KEPT.get(marker, b"\0none"))):
            yield segment
    end = content.find(b"\xff\xd9", place)
    if end < 0:
        raise ValueError
    yield content[place : end + 2]


def _webp(content: bytes) -> Iterator[bytes]:
    """Its chunks (RFC 9649, 2), without Exif and XMP; the extended header says so no more."""
    whole = 8 + int.from_bytes(content[4:8], "little")
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or whole > len(content):
        raise ValueError
    chunks = []
    place = 12
    while place < whole:
        kind, length = content[place : place + 4], int.from_bytes(content[place + 4 : place + 8], "little")
        end = place + 8 + length + length % 2
        if end > whole:
            raise ValueError
        chunk = content[place:end]
        if kind == b"VP8X":
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind not in (b"EXIF", b"XMP "):
            chunks.append(chunk)
        place = end
    if not chunks or chunks[0][:4] not in (b"VP8 ", b"VP8L", b"VP8X"):
        raise ValueError
    yield b"RIFF" + (4 + sum(map(len, chunks))).to_bytes(4, "little") + b"WEBP"
    yield from chunks


def _drawing(content: bytes) -> bytes:
    """An SVG, written anew without comments and without what drawing programs say of themselves and their users."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError("expected an SVG drawing in UTF-8") from error
    if "<!ENTITY" in text:
        raise ValueError("expected a drawing without entities of its own (<!ENTITY …>); save it as plain SVG")
    try:
        root = ElementTree.fromstring(text)
    except (ElementTree.ParseError, ValueError) as error:
        raise ValueError(f"expected an SVG drawing, which is XML: {error}") from error
    if root.tag != f"{{{_SVG}}}svg":
        raise ValueError(f'expected an SVG drawing: its first element is <svg xmlns="{_SVG}">')
    _clean(root)
    ElementTree.register_namespace("", _SVG)
    ElementTree.register_namespace("xlink", _XLINK)
    written = ElementTree.tostring(root, encoding="unicode") + "\n"
    if has_email(written):
        raise ValueError("expected a drawing without an e-mail address in it, as it is published")
    return written.encode("utf-8")


def _clean(root: ElementTree.Element) -> None:
    """Refuse what acts or leads out of the drawing; take out what is of other namespaces, and metadata."""
    level = [root]
    for _ in range(DEEPEST):
        for element in level:
            _check_attributes(element)
            if _name(element) == "style":
                _check_style(element.text or "", "its <style>")
            for inner in list(element):
                namespace, name = inner.tag.rpartition("}")[0].lstrip("{"), _name(inner)
                if name.lower() in ("script", "foreignobject") or (
                    namespace == _SVG and name not in _DRAWING and name != "metadata"
                ):
                    raise ValueError(f"expected a drawing that only draws; this one has the element <{name}>")
                if namespace != _SVG or name == "metadata":
                    _take_out(element, inner)
        level = [inner for element in level for inner in element]
        if not level:
            return
    raise ValueError(f"expected a drawing of at most {DEEPEST} levels")


def _check_attributes(element: ElementTree.Element) -> None:
    for key, value in list(element.attrib.items()):
        name = key.rpartition("}")[2]
        if name.lower().startswith("on"):
            raise ValueError(f"expected a drawing that only draws; this one has the attribute {name}")
        if key in ("href", f"{{{_XLINK}}}href"):
            if not _INSIDE.fullmatch(value.strip()):
                raise ValueError(
                    f"expected a drawing that refers to nothing outside of it; this one refers to {_short(value)}"
                )
        elif "}" in key and name not in ("space", "lang"):
            del element.attrib[key]
        else:
            _check_style(value, f"its attribute {name}")


def _check_style(value: str, place: str) -> None:
    if "\\" in value or _FETCHING.search(value) or "javascript:" in value.lower():
        raise ValueError(
            f"expected a drawing that refers to nothing outside of it; {place} can load something: {_short(value)}"
        )


def _take_out(element: ElementTree.Element, inner: ElementTree.Element) -> None:
    """Remove an element, but not the text behind it."""
    place = list(element).index(inner)
    behind = inner.tail or ""
    if place:
        element[place - 1].tail = (element[place - 1].tail or "") + behind
    else:
        element.text = (element.text or "") + behind
    element.remove(inner)


def _name(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _short(value: str) -> str:
    flat = " ".join(value.split())
    return f"“{flat[:57]}…”" if len(flat) > 58 else f"“{flat}”"
