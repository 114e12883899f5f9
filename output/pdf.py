"""The whole programme as a document to print and to hand round: `programme.pdf`.

WeasyPrint is an optional extra of the project (`pdf`): only this module imports it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn
from xml.etree import ElementTree

from weasyprint import CSS, HTML
from weasyprint.urls import FatalURLFetchingError

from data.problems import ForumError
from output.language import language
from output.pages.days import days, others, sentence
from output.pages.environment import environment

if TYPE_CHECKING:
    from output.view import PublicView

# WeasyPrint gives the empty namespace a prefix, for the whole process: every XML that is canonicalised afterwards, such
# as programme.xlsx, would declare it twice and be well-formed no more. It does not need that for its own.
ElementTree._namespace_map.pop("", None)  # type: ignore[attr-defined]


def programme_pdf(view: PublicView) -> bytes:
    """Return the programme as a PDF: tagged (PDF/UA-1), a day per page, times of the home zone, days in the outline,
    in the main language of the site.

    Nothing is fetched for it, neither from the network nor from the disk; letters come from the fonts of the machine.
    Raises ForumError where a template of the organisers' own asks for a file.
    """
    spoken = language(view.languages[0])
    templates = environment(spoken, view.look.templates)
    page = templates.get_template("print/programme.html").render(
        view=view,
        language=spoken,
        dates=spoken.dates(view.first, view.last),
        sentence=sentence(spoken, view.zone, [held for _, held in view.held]),
        days=days(view, view.held),
        others=others(spoken, (*view.standing, *view.cancelled)),
    )
    look = templates.get_template("print/programme.css").render()
    try:
        sheet = CSS(string=look, url_fetcher=_refuse)
        made = HTML(string=page, url_fetcher=_refuse).write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:
        raise ForumError(f"programme.pdf: {error}") from error
    return bytes(made)


def _refuse(url: str) -> NoReturn:
    """Fetch nothing: whatever the document is made of is in the templates."""
    raise FatalURLFetchingError(f"its template asks for {url[:200]}; expected a template that needs no other file")
