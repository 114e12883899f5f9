"""The kinds of pages of a site, told by their paths, so that a new kind is tested without being named."""

from __future__ import annotations

LANGUAGES = ("ar", "en", "es", "fr", "ru", "zh")


def language(path):
    """The language that a page's path begins with, or nothing."""
    first, _, rest = path.partition("/")
    return first if first in LANGUAGES and rest else ""


def template(path):
    """The kind of a page: the folder that it and others like it lie in, or its own name."""
    return path.removeprefix(f"{language(path)}/").partition("/")[0]


def of_each_template(files):
    """The greatest page of each kind in each language: (language, kind) to path."""
    pages = sorted((name for name in files if name.endswith(".html")), key=lambda name: (len(files[name]), name))
    return {(language(name), template(name)): name for name in pages}
