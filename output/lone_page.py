"""A page that stands alone: complete in itself, in English, with its own style and without any script."""

from __future__ import annotations

import base64
import hashlib
from html import escape


def lone_page(title: str, style: str, body: str, *, indexed: bool = True) -> bytes:
    """Return a page of a title (plain text), a style sheet and what is in its main part (HTML).

    Its policy (Content Security Policy) allows this style and nothing else. One that is not to be `indexed` asks search
    engines not to list it, and tells no address that it links to where its reader comes from.
    """
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    private = '<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
    page = f"""<!doctype html>
<html lang="en" dir="ltr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-{digest}'">
<meta name="viewport" content="width=device-width, initial-scale=1">
{"" if indexed else private}<title>{escape(title)}</title>
<style>{style}</style>
</head>
<body>
<main>
{body}
</main>
</body>
</html>
"""
    return page.encode("utf-8")
