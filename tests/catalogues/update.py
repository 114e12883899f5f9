"""Brings the catalogues of the interface up to date with the texts in templates and code: `make catalogues`.

New texts come in without a translation, texts that are gone go, everything else stays as it is. The same texts and
translations give the same bytes: messages are sorted, and no place, date or program is written.
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from data.programme import INTERFACE_LANGUAGES  # noqa: E402
from output import names  # noqa: E402

CATALOGUES = ROOT / "output" / "catalogues"
TRANSLATED = tuple(tag for tag in INTERFACE_LANGUAGES if tag != "en")

PLURALS = {
    "ar": "nplurals=6; plural=n == 0 ? 0 : n == 1 ? 1 : n == 2 ? 2 : n % 100 >= 3 && n % 100 <= 10 ? 3 "
    ": n % 100 >= 11 ? 4 : 5",
    "zh": "nplurals=1; plural=0",
    "fr": "nplurals=3; plural=n < 2 ? 0 : n % 1000000 == 0 ? 1 : 2",
    "ru": "nplurals=3; plural=n % 10 == 1 && n % 100 != 11 ? 0 "
    ": n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? 1 : 2",
    "es": "nplurals=3; plural=n == 1 ? 0 : n != 0 && n % 1000000 == 0 ? 1 : 2",
}
"""Forms in the order of CLDR's categories zero, one, two, few, many, other, as far as whole numbers have them."""

_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_OPTIONS = {"templates/**.html": {"extensions": "jinja2.ext.i18n", "silent": "false", "trimmed": "true"}}
_KEYWORDS = {"_": None, "gettext": None, "say": None, "ngettext": (1, 2), "count": (1, 2), "counts": (1, 2)}


def messages() -> Catalog:
    """Return the texts of templates, code and the tables of `output/names.py`, without translations."""
    found = Catalog()
    for _, _, text, comments, context in extract_from_dir(
        ROOT / "output", _METHODS, _OPTIONS, _KEYWORDS, comment_tags=("TRANSLATORS:",), strip_comment_tags=True
    ):
        found.add(text, auto_comments=comments, context=context)
    roles = (text for one_and_many in names.ROLES.values() for text in one_and_many)
    for text in (*roles, *names.ACTION_LINES.values(), *names.SDGS.values(), names.INVENTED):
        found.add(text)
    return found


def catalogue(tag: str) -> Catalog:
    """Return the catalogue of a language as its file has it."""
    return read_po(BytesIO((CATALOGUES / f"{tag}.po").read_bytes()), locale=tag)


def updated(tag: str, wanted: Catalog, old: Catalog, *, reviewed: bool) -> bytes:
    """Return the file of a language with the wanted messages and what the old one says of them."""
    new = Catalog(locale=tag)
    new.mime_headers = [("Plural-Forms", PLURALS[tag])]
    for message in wanted:
        if not message.id:
            continue
        known = old.get(message.id[0] if message.pluralizable else message.id, message.context)
        same = known is not None and known.id == message.id
        new.add(
            message.id,
            known.string if same else None,
            flags=known.flags if same else (),
            auto_comments=message.auto_comments,
            user_comments=known.user_comments if known else (),
            context=message.context,
        )
    body = BytesIO()
    write_po(body, new, width=110, no_location=True, omit_header=True, sort_output=True)
    header = (
        f"Language: {tag}",
        "MIME-Version: 1.0",
        "Content-Type: text/plain; charset=UTF-8",
        "Content-Transfer-Encoding: 8bit",
        f"Plural-Forms: {PLURALS[tag]};",
        f"X-Reviewed-By-Native-Speaker: {'yes' if reviewed else 'no'}",
    )
    lines = ['msgid ""', 'msgstr ""', *(f'"{line}\\n"' for line in header), "", ""]
    return "\n".join(lines).encode() + body.getvalue()


def main() -> None:
    """Write every catalogue that changes, and tell how much is left to translate."""
    from output.language import language

    wanted = messages()
    for tag in TRANSLATED:
        path = CATALOGUES / f"{tag}.po"
        before = path.read_bytes()
        after = updated(tag, wanted, catalogue(tag), reviewed=language(tag).reviewed)
        if after != before:
            path.write_bytes(after)
        now = catalogue(tag)
        missing = sum(not all(m.string if m.pluralizable else (m.string,)) for m in now if m.id)
        print(f"{tag}: {len(now)} messages, {missing} to translate")


if __name__ == "__main__":
    main()
