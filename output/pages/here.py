"""What a template knows of the page that it is rendered for: its language, its place, and links to other places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from output import paths
from output.language import languages

if TYPE_CHECKING:
    from datetime import date

    from output.language import Language
    from output.view import PublicView

NOT_FOUND = "404.html"
"""The page that a server gives in place of any that it does not find, at whatever depth."""

MAIN_ONLY = ("p/", "people/", NOT_FOUND)
"""Pages that exist in the main language alone: there are many people, and little of theirs is translated; a server has
one page for what it does not find."""

NOT_INDEXED = (NOT_FOUND, "embed/", "mine/")
"""Pages that search engines are asked to leave out: they say again what others say, or nothing to strangers."""


@dataclass(frozen=True, slots=True)
class Item:
    """An entry of the navigation: the path of a page below its language's folder, and its name."""

    path: str
    name: str


@dataclass(frozen=True, slots=True)
class Alternate:
    """The same page in a language: relative link and address."""

    language: Language
    href: str
    address: str


@dataclass(frozen=True)
class Here:
    """The page at `path` below the folder of its language."""

    view: PublicView
    language: Language
    path: str
    section: str
    """The path of the entry of the navigation to which the page belongs; empty for none."""
    navigation: tuple[Item, ...]

    @cached_property
    def _folder(self) -> str:
        return _folder(self.view, self.language.tag)

    @cached_property
    def root(self) -> str:
        """The way from the page to the top of the site, such as `../../`; empty at the top.

        From the page for what is not found it is the path of the site on its host.
        """
        if self.path == NOT_FOUND:
            return urlsplit(self.view.site).path
        return "../" * f"{self._folder}{self.path}".count("/")

    @property
    def address(self) -> str:
        """The address of the page."""
        return self._address(self.language.tag)

    @property
    def indexed(self) -> bool:
        """Whether search engines may list the page: none of a preview."""
        return not self.view.preview and not self.path.startswith(NOT_INDEXED)

    @property
    def home(self) -> str:
        """The address of the programme in this language, which those of all its pages begin with."""
        return f"{self.view.site}{quote(self._folder)}"

    @cached_property
    def alternates(self) -> tuple[Alternate, ...]:
        """The page in each language in which it exists, the main language first."""
        spoken = self.view.languages[:1] if self.path.startswith(MAIN_ONLY) else self.view.languages
        return tuple(
            Alternate(
                language,
                f"{self.root}{quote(_folder(self.view, language.tag) + self.path)}",
                self._address(language.tag),
            )
            for language in languages(spoken)
        )

    def file(self, path: str) -> str:
        """Return a link to a file of the site, such as a feed."""
        return f"{self.root}{quote(path)}"

    def webcal(self, path: str) -> str:
        """Return the address of a feed with the scheme that opens a calendar program."""
        return f"webcal://{self.view.site.partition('://')[2]}{quote(path)}"

    def page(self, path: str) -> str:
        """Return a link to a page in this language, or in the main one where it exists in that alone."""
        folder = "" if path.startswith(MAIN_ONLY) else self._folder
        return f"{self.root}{quote(folder + path)}"

    def session(self, name: str) -> str:
        """Return a link to a session's page."""
        return self.page(paths.session(name))

    def person(self, name: str) -> str:
        """Return a link to a person's page."""
        return self.page(paths.person(name))

    def track(self, name: str) -> str:
        """Return a link to a track's page."""
        return self.page(paths.track(name))

    def action_line(self, code: str) -> str:
        """Return a link to an Action Line's page."""
        return self.page(paths.action_line(code))

    def sdg(self, number: str) -> str:
        """Return a link to a goal's page."""
        return self.page(paths.sdg(number))

    def day(self, when: date) -> str:
        """Return a link to the page of a home date."""
        return self.page(paths.day(when))

    def _address(self, tag: str) -> str:
        path = f"{_folder(self.view, tag)}{self.path}"
        return f"{self.view.site}{quote(path.removesuffix('index.html'))}"


def _folder(view: PublicView, tag: str) -> str:
    """The folder of a language below the top: none for the main one."""
    return "" if tag == view.languages[0] else f"{tag}/"
