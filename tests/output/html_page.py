"""Reads a page strictly, as the tests want it: elements close in order, and no attribute comes twice."""

from __future__ import annotations

from html.parser import HTMLParser

ELEMENTS = (
    "html head meta base title link script body a p header div h1 span small ul li aside section fieldset legend label",
    "input datalist nav ol main h2 time h3 bdi footer button select option strong article dl dt dd details summary",
    "code",
)
"""Every element that pages have; a hostile text must not bring another."""
VOID = {"base", "meta", "link", "input", "br", "hr", "img"}


class Page(HTMLParser):
    """A page as a list of (tag, attributes, text within), refusing tags that do not close in order."""

    def __init__(self, content: bytes):
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.open: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(content.decode())
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        assert len(dict(attrs)) == len(attrs)
        entry = (tag, dict(attrs), [])
        self.found.append(entry)
        if tag not in VOID:
            self.open.append(entry)

    def handle_endtag(self, tag):
        assert self.open.pop()[0] == tag

    def handle_data(self, data):
        for _, _, texts in self.open:
            texts.append(data)

    def all(self, tag, **wanted):
        return [
            (attributes, " ".join("".join(texts).split()))
            for name, attributes, texts in self.found
            if name == tag and all(attributes.get(key.strip("_")) == value for key, value in wanted.items())
        ]

    def texts(self, tag, **wanted):
        return [text for _, text in self.all(tag, **wanted)]

    def found_with(self, tag, **wanted):
        """The elements with these attributes, as in `found`."""
        return [
            entry
            for entry in self.found
            if entry[0] == tag and all(entry[1].get(key.strip("_")) == value for key, value in wanted.items())
        ]

    def raw(self, tag, **wanted):
        """The texts of elements, with their white space."""
        return ["".join(texts) for _, _, texts in self.found_with(tag, **wanted)]
