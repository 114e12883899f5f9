"""Where a word stands in bytes, whatever it is written in and packed into."""

from __future__ import annotations

import base64
import html
import io
import re
import shutil
import subprocess
import zipfile
import zlib
from urllib.parse import unquote_to_bytes

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_ESCAPED = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|U([0-9a-fA-F]{8}))")
_SOFT_BREAK = re.compile(rb"\r?\n[ \t]|=\r?\n")
"""What folds a line of a calendar (RFC 5545 3.1) or of quoted-printable text (RFC 2045 6.7)."""
_UNSEEN = re.compile("|".join("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff").encode())
_AROUND = 40


def places(files, word):
    """Return where the word stands in files (name -> bytes): name, how it is written, and what is around it.

    Letter case does not count. Names of files count as bytes of theirs. The word is of ASCII letters and digits.
    """
    found = []
    for name, content in files.items():
        for inside, part in [(name, name.encode()), *unpacked(name, content)]:
            found += [(inside, how, around) for how, around in _writings(part, word)]
    return found


def unpacked(name, content):
    """Yield a file and everything that is packed in it: members of zips, streams of PDFs, the text that a PDF shows."""
    yield name, content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield f"{name} (comment)", archive.comment
            for member in archive.infolist():
                yield f"{name}/{member.filename}", member.filename.encode() + member.comment + member.extra
                yield from unpacked(f"{name}/{member.filename}", archive.read(member))
    if content.startswith(b"\x1f\x8b"):
        yield from unpacked(f"{name} (gzip)", zlib.decompress(content, 31))
    if content.startswith(b"%PDF-"):
        for number, stream in enumerate(_STREAM.finditer(content)):
            try:
                yield f"{name} (stream {number})", zlib.decompressobj().decompress(stream[1])
            except zlib.error:
                yield f"{name} (stream {number})", stream[1]
        yield f"{name} (shown)", pdf_text(content)


def pdf_text(content):
    """Return the text that a PDF shows, in which glyphs stand for letters; pdftotext (poppler) reads it."""
    assert shutil.which("pdftotext"), "pdftotext is needed to read what a PDF says: apt install poppler-utils"
    run = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return run.stdout


def _writings(content, word):
    """The ways in which the word stands in bytes, each with what is around it."""
    small = word.lower().encode("ascii")
    for how, view in _views(content):
        lowered = view.lower()
        at = lowered.find(small)
        if at >= 0:
            yield how, view[max(0, at - _AROUND) : at + len(small) + _AROUND]
    for form in ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"):
        at = content.lower().find(word.lower().encode(form))
        if at >= 0:
            yield form, content[max(0, at - _AROUND) : at + _AROUND]
    lowered = content.lower()
    if small.hex().encode() in lowered or word.encode().hex().encode() in lowered:
        yield "hexadecimal", b""
    for written in {word, word.lower(), word.upper()}:
        if any(core in content for core in _in_base64(written.encode("ascii"))):
            yield "base64", b""


def _views(content):
    """The bytes as they are, with one kind of escape undone, and with all of them."""
    yield "as it is", content
    everything = content
    for how, undo in (
        ("folded", _unfold),
        ("percent-encoded", unquote_to_bytes),
        ("as entities", _without_entities),
        ("as escapes", _unescape),
        ("between unseen letters", _visible),
    ):
        undone = _repeated(content, undo)
        if undone != content:
            yield how, undone
        everything = _repeated(everything, undo)
    if everything != content:
        yield "in several ways", everything


def _repeated(content, undo):
    while (undone := undo(content)) != content:
        content = undone
    return content


def _unfold(content):
    return _SOFT_BREAK.sub(b"", content)


def _unescape(content):
    return _ESCAPED.sub(_letter, content)


def _visible(content):
    return _UNSEEN.sub(b"", content)


def _letter(match):
    code = int(match[1] or match[2] or match[3], 16)
    return chr(code).encode("utf-8", "replace") if code < 0x110000 else b"?"


def _without_entities(content):
    return html.unescape(content.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")


def _in_base64(plain):
    """What is sure to stand in base64 of any text with these bytes in it (RFC 4648), in both its alphabets."""
    for before in range(3):
        coded = base64.b64encode(b"\0" * before + plain)
        core = coded[-(-before * 8 // 6) : (before + len(plain)) * 8 // 6]
        yield core
        yield core.translate(bytes.maketrans(b"+/", b"-_"))
