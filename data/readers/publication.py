"""The table `[publication]` of `forum.toml`: languages, banner, and the organisers' look with its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.colours import BLACK, LIGHT_PAPERS, READABLE, WHITE, colour, least_contrast, towards
from data.programme import INTERFACE_LANGUAGES, Logo, Publication, Template
from data.readers import cells
from data.readers.pictures import ENDINGS, MOST_BYTES, public_picture
from data.readers.tables import Unreadable, content_of
from data.readers.toml_files import in_words, words_or_nothing

if TYPE_CHECKING:
    from pathlib import Path

    from data.readers.toml_files import TomlTable

MOST_TEMPLATES = 200
MOST_TEMPLATE_BYTES = 500_000

_LINE = words_or_nothing(cells.text, "")


def read_publication(table: TomlTable, folder: Path) -> Publication:
    """Read the table and the files of the forum folder that it names, with all that is wrong."""
    usual = Publication()
    languages = table.read_list("languages", in_words(cells.one_of(*INTERFACE_LANGUAGES)), usual.languages)
    if not languages and "languages" not in table.wrong:
        table.problem("languages", None, 'expected at least one language tag, such as ["en"]')
    for place, language in enumerate(languages):
        if language in languages[:place]:
            table.problem("languages", language, "expected each language once")
    publication = Publication(
        languages=languages,
        banner=table.read("banner", _LINE, ""),
        title=table.read("title", _LINE, ""),
        logo=table.read("logo", words_or_nothing(lambda name: _logo(name, folder), None), None),
        logo_alt=table.read("logo_alt", _LINE, ""),
        accent=table.read("accent", words_or_nothing(_accent, ""), ""),
        header=table.read("header", words_or_nothing(_header, ""), ""),
        footer=table.read("footer", words_or_nothing(cells.lines, ""), ""),
        templates=table.read("templates", words_or_nothing(lambda name: _templates(name, folder), ()), ()),
    )
    if publication.logo_alt and not table.content.get("logo"):
        table.problem("logo_alt", publication.logo_alt, "expected a logo that this describes")
    table.finish()
    return publication


def _accent(found: str) -> str:
    return _readable(found, LIGHT_PAPERS, "to be read as a link on the light pages")


def _header(found: str) -> str:
    return _readable(found, (WHITE,), "for white text on it")


def _readable(found: str, papers: tuple[str, ...], what_for: str) -> str:
    read = colour(found)
    ratio = least_contrast(read, papers)
    if ratio < READABLE:
        raise ValueError(
            f"expected a colour dark enough {what_for}, with a contrast of {READABLE} or more (WCAG 2.2, 1.4.3);"
            f" this one has {int(ratio * 100) / 100:.2f}, and {towards(read, BLACK, papers, READABLE)} would do"
        )
    return read


def _logo(name: str, folder: Path) -> Logo:
    path = _inside(name, folder)
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise ValueError(f"expected a picture whose name ends with one of {', '.join(ENDINGS)}")
    if not path.exists():
        raise ValueError("expected a picture in the forum folder; it is not there")
    content = _content(path, MOST_BYTES)
    return Logo(ENDINGS[ending], public_picture(ending, content))


def _templates(name: str, folder: Path) -> tuple[Template, ...]:
    top = _inside(name, folder)
    if not top.is_dir():
        raise ValueError("expected a folder of templates in the forum folder; it is not there")
    names = template_files(top)
    if not names or len(names) > MOST_TEMPLATES:
        raise ValueError(f"expected a folder with 1 to {MOST_TEMPLATES} templates; this one has {len(names)}")
    templates = []
    for each in names:
        try:
            _inside(f"{name}/{each}", folder)
            text = _content(top / each, MOST_TEMPLATE_BYTES).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValueError(f"{each}: expected UTF-8") from error
        except ValueError as error:
            raise ValueError(f"{each}: {error}") from error
        templates.append(Template(each, text))
    return tuple(templates)


def template_files(top: Path) -> list[str]:
    """Return the paths below a folder of templates that count, sorted: none that are hidden or copies of an editor."""
    found = (path.relative_to(top).as_posix() for path in top.rglob("*") if not path.is_dir())
    return sorted(
        name for name in found if not any(part.startswith((".", "~")) or part.endswith("~") for part in name.split("/"))
    )


def _inside(name: str, folder: Path) -> Path:
    """Return the place of a file or folder that must lie in the forum folder, also behind links."""
    wanted = "expected the name of a file or folder in the forum folder"
    try:
        place = folder / name
        if not place.resolve().is_relative_to(folder.resolve()) or place.resolve() == folder.resolve():
            raise ValueError(wanted)
    except (OSError, RuntimeError) as error:
        raise ValueError(wanted) from error
    return place


def _content(path: Path, most: int) -> bytes:
    try:
        content = content_of(path)
    except Unreadable as error:
        raise ValueError(str(error)) from error
    if len(content) > most:
        raise ValueError(f"expected at most {most // 1000} kB; this file has {-(-len(content) // 1000):,} kB")
    return content
