"""Small pictures made by hand, in each form that a logo may have."""

from __future__ import annotations

import struct
import zlib


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(*more: bytes) -> bytes:
    """A PNG of one grey pixel, with more chunks before its end."""
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    image = chunk(b"IDAT", zlib.compress(b"\x00\x80"))
    return b"\x89PNG\r\n\x1a\n" + head + image + b"".join(more) + chunk(b"IEND", b"")


def segment(marker: int, content: bytes) -> bytes:
    """A segment of a JPEG."""
    return bytes((0xFF, marker)) + struct.pack(">H", len(content) + 2) + content


def jpeg(*more: bytes) -> bytes:
    """The frame of a JPEG, with more segments behind its first one."""
    first = segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")
    scan = segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x11\x22\xff\x00\x33"
    return b"\xff\xd8" + first + b"".join(more) + scan + b"\xff\xd9"


def riff(kind: bytes, content: bytes) -> bytes:
    """A chunk of a WebP."""
    return kind + struct.pack("<I", len(content)) + content + b"\x00" * (len(content) % 2)


def webp(*chunks: bytes) -> bytes:
    """A WebP of these chunks."""
    content = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(content)) + content


def svg(content: str = '<path d="M0 0h9v9z"/>', attributes: str = "", before: str = "") -> bytes:
    """A drawing."""
    space = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
    return f"{before}<svg {space} {attributes}>{content}</svg>".encode()
