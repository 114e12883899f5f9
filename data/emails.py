"""E-mail addresses as people write them into texts and links, so that none is published."""

from __future__ import annotations

import re
from urllib.parse import unquote

_AT = "(?:[@\ufe6b\uff20]|%40)"
"""Small and full-width signs are those of East Asian keyboards; `%40` is the sign in a link (RFC 3986)."""
_SIGN = re.compile(_AT)
_UNSEEN = "\u00ad\u200b-\u200d\u2060\ufeff"
"""What has no width and so hides between the letters of an address."""
_LETTER = rf"[\w.!#$%'*+^`{{|}}~{_UNSEEN}-]"
_LABEL = rf"[\w{_UNSEEN}-]+"
_EMAIL = re.compile(
    rf'(?:"[^"\n]{{1,64}}"[{_UNSEEN}]*|(?<!{_LETTER}){_LETTER}+)'
    rf"{_AT}(?:{_LABEL}(?:[.\uff0e]{_LABEL})+|[{_UNSEEN}]*localhost\b|\[[^\]\s]*\])",
    re.IGNORECASE,
)
"""Local parts as words or quoted, hosts with a dot, as numbers in brackets, or this machine (RFC 5322, 3.4.1).

A host of one word is no address that reaches anyone, and titles such as “Health@Home” are to stay.
"""


def without_emails(text: str, instead: str) -> str:
    """Return the text with every e-mail address in it replaced."""
    return _EMAIL.sub(lambda found: instead, text) if _SIGN.search(text) else text


def has_email(link: str) -> bool:
    """Whether there is an e-mail address in a link, also where its signs are percent-encoded, even repeatedly."""
    plain = link
    while (decoded := unquote(plain)) != plain:
        plain = decoded
    return _EMAIL.search(plain) is not None
