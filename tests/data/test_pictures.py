"""A logo is what its ending says, holds nothing that acts, and tells nothing of who made it."""

from __future__ import annotations

import pytest

from data.readers.pictures import public_picture
from tests.data.pictures import chunk, jpeg, png, riff, segment, svg, webp

SECRET = b"jane was here"


def refusal(ending: str, content: bytes) -> str:
    with pytest.raises(ValueError, match="expected") as told:
        public_picture(ending, content)
    return str(told.value)


def test_what_tells_of_the_maker_is_left_out() -> None:
    told = (chunk(b"tEXt", SECRET), chunk(b"iTXt", SECRET), chunk(b"zTXt", SECRET), chunk(b"eXIf", SECRET))
    gamma = chunk(b"gAMA", b"\x00\x00\xb1\x8f")
    assert public_picture(".png", png(*told, gamma, chunk(b"tIME", b"1234567")) + SECRET) == png(gamma)
    kept = segment(0xE2, b"ICC_PROFILE\x00\x01\x01"), segment(0xEE, b"Adobe\x00d")
    marks = (
        segment(0xE1, b"Exif\x00\x00" + SECRET),
        segment(0xFE, SECRET),
        segment(0xED, SECRET),
        segment(0xE2, SECRET),
    )
    assert public_picture(".jpg", jpeg(*marks, *kept) + SECRET) == jpeg(*kept)
    assert public_picture(".jpeg", jpeg()) == jpeg()
    image = riff(b"VP8L", b"\x2f\x00\x00")
    extended = riff(b"VP8X", b"\x1c\x00\x00\x00" + bytes(6))
    shown = riff(b"VP8X", b"\x10\x00\x00\x00" + bytes(6))
    assert public_picture(".webp", webp(extended, image, riff(b"EXIF", SECRET), riff(b"XMP ", SECRET))) == webp(
        shown, image
    )


@pytest.mark.parametrize(
    ("ending", "content", "wanted"),
    [
        (".png", jpeg(), "expected a PNG picture, as its name ends with .png; it is none, or damaged"),
        (".png", png()[:-5], "expected a PNG picture, as its name ends with .png; it is none, or damaged"),
        (".jpg", png(), "expected a JPEG picture, as its name ends with .jpg; it is none, or damaged"),
        (".jpg", jpeg()[:-2], "expected a JPEG picture, as its name ends with .jpg; it is none, or damaged"),
        (".jpeg", jpeg()[:30], "expected a JPEG picture, as its name ends with .jpeg; it is none, or damaged"),
        (".webp", webp(), "expected a WebP picture, as its name ends with .webp; it is none, or damaged"),
        (".webp", webp(riff(b"VP8L", b"12"))[:-1],
         "expected a WebP picture, as its name ends with .webp; it is none, or damaged"),
        (".webp", b"", "expected a WebP picture, as its name ends with .webp; it is none, or damaged"),
        (".svg", png(), "expected an SVG drawing in UTF-8"),
        (".svg", b"<html/>", 'expected an SVG drawing: its first element is <svg xmlns="http://www.w3.org/2000/svg">'),
        (".svg", b"<svg/>", 'expected an SVG drawing: its first element is <svg xmlns="http://www.w3.org/2000/svg">'),
        (".svg", svg()[:-6], "expected an SVG drawing, which is XML: no element found: line 1, column 105"),
    ],
)  # fmt: skip
def test_what_is_no_such_picture_is_refused(ending: str, content: bytes, wanted: str) -> None:
    assert refusal(ending, content) == wanted


ONLY = "expected a drawing that only draws; this one has the "
NOTHING = "expected a drawing that refers to nothing outside of it; "


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("<script>alert(1)</script>", f"{ONLY}element <script>"),
        ('<g><script href="x.js"/></g>', f"{ONLY}element <script>"),
        ('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>', f"{ONLY}element <script>"),
        ("<SCRIPT>alert(1)</SCRIPT>", f"{ONLY}element <SCRIPT>"),
        ("<foreignObject><p/></foreignObject>", f"{ONLY}element <foreignObject>"),
        ('<a href="#x"><path/></a>', f"{ONLY}element <a>"),
        ('<set attributeName="href" to="javascript:alert(1)"/>', f"{ONLY}element <set>"),
        ('<animate attributeName="href" values="x"/>', f"{ONLY}element <animate>"),
        ('<handler type="x"/>', f"{ONLY}element <handler>"),
        ('<path onload="alert(1)"/>', f"{ONLY}attribute onload"),
        ('<path ONCLICK="alert(1)"/>', f"{ONLY}attribute ONCLICK"),
        ('<path xlink:onload="alert(1)"/>', f"{ONLY}attribute onload"),
        ('<use href="https://evil.example/x.svg#a"/>', f"{NOTHING}this one refers to “https://evil.example/x.svg#a”"),
        ('<image xlink:href="//evil.example/x.png"/>', f"{NOTHING}this one refers to “//evil.example/x.png”"),
        ('<image href="file:///etc/passwd"/>', f"{NOTHING}this one refers to “file:///etc/passwd”"),
        ('<feImage href="javascript:alert(1)"/>', f"{NOTHING}this one refers to “javascript:alert(1)”"),
        ('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>',
         f"{NOTHING}this one refers to “data:image/svg+xml;base64,PHN2Zy8+”"),
        ('<path fill="url(https://evil.example/#a)"/>',
         f"{NOTHING}its attribute fill can load something: “url(https://evil.example/#a)”"),
        ("<path style=\"fill: URL ( 'x.svg#a' )\"/>",
         f"{NOTHING}its attribute style can load something: “fill: URL ( 'x.svg#a' )”"),
        (r'<path style="fill: u\72l(https://evil.example)"/>',
         rf"{NOTHING}its attribute style can load something: “fill: u\72l(https://evil.example)”"),
        ("<style>@import 'https://evil.example/x.css';</style>",
         f"{NOTHING}its <style> can load something: “@import 'https://evil.example/x.css';”"),
        ("<style><![CDATA[path { mask: image-set('x.png' 1x) }]]></style>",
         f"{NOTHING}its <style> can load something: “path {{ mask: image-set('x.png' 1x) }}”"),
        ("<text>Ask jane@mail.example</text>",
         "expected a drawing without an e-mail address in it, as it is published"),
        ("<g>" * 100 + "</g>" * 100, "expected a drawing of at most 100 levels"),
    ],
)  # fmt: skip
def test_a_drawing_that_can_do_more_than_be_seen_is_refused(content: str, wanted: str) -> None:
    assert refusal(".svg", svg(content)) == wanted


def test_the_drawing_itself_is_looked_at_too() -> None:
    assert refusal(".svg", svg(attributes='onload="alert(1)"')) == f"{ONLY}attribute onload"


def test_entities_are_refused_before_anything_is_read() -> None:
    bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
    wanted = "expected a drawing without entities of its own (<!ENTITY …>); save it as plain SVG"
    assert refusal(".svg", svg("<text>&b;</text>", before=bomb)) == wanted
    outside = '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    assert refusal(".svg", svg("<text>&a;</text>", before=outside)) == wanted


def test_a_drawing_loses_what_programs_say_of_their_user_and_keeps_what_is_seen() -> None:
    before = (
        '<?xml version="1.0" encoding="UTF-8"?><?xml-stylesheet href="https://evil.example/x.css"?><!-- by jane -->'
        '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">'
    )
    space = 'xmlns:ink="http://www.inkscape.org/namespaces/inkscape" ink:export-filename="/home/jane/logo.png"'
    content = (
        "<metadata><made by='jane@mail.example'/></metadata><ink:view href='https://jane.example/'/><!-- jane -->"
        '<title>Forum</title><linearGradient id="a"><stop stop-color="#0a6478"/></linearGradient>'
        '<path fill="url(#a)" style="stroke:url(\'#a\')" d="M0 0h9v9z" ink:label="jane"/><use xlink:href="#a"/>'
        '<image href="data:image/png;base64,iVBORw0KGgo="/>'
        '<text xml:space="preserve">A <tspan>B</tspan><ink:x/> C</text>'
    )
    assert public_picture(".svg", b"\xef\xbb\xbf" + svg(content, f'viewBox="0 0 9 9" {space}', before)).decode() == (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'
        '<title>Forum</title><linearGradient id="a"><stop stop-color="#0a6478" /></linearGradient>'
        '<path fill="url(#a)" style="stroke:url(\'#a\')" d="M0 0h9v9z" /><use xlink:href="#a" />'
        '<image href="data:image/png;base64,iVBORw0KGgo=" /><text xml:space="preserve">A <tspan>B</tspan> C</text>'
        "</svg>\n"
    )
