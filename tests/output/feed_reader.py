"""A small reader of good feeds for tests: it shares no code with the writer, nor with the strict reading."""

from __future__ import annotations

import re

from output.feed_lint import lint

LINE = re.compile(r'([A-Z0-9-]+)((?:;[A-Z0-9-]+=(?:"[^"\x00-\x1f\x7f]*"|[^";:\x00-\x1f\x7f]*))*):(.*)', re.S)


class Part:
    """One component: name, content lines as (name, parameters, value), and the parts within."""

    def __init__(self, name):
        self.name = name
        self.lines = []
        self.parts = []

    def values(self, name):
        return [value for key, _, value in self.lines if key == name]

    def parameters(self, name):
        return [parameters for key, parameters, _ in self.lines if key == name]


def findings(feed: bytes) -> list[tuple[int, str]]:
    """Return line and rule of everything that the strict reading finds, errors and advice."""
    report = lint(feed)
    assert report.more == {}
    return [(finding.line, finding.rule) for finding in report.findings]


def read(feed: bytes) -> Part:
    """Return the calendar of a good feed."""
    assert findings(feed) == []
    stack = [Part("")]
    for line in feed.decode("utf-8").replace("\r\n ", "").split("\r\n")[:-1]:
        name, raw, value = LINE.fullmatch(line).groups()
        if name == "BEGIN":
            stack.append(Part(value))
            stack[-2].parts.append(stack[-1])
        elif name == "END":
            assert stack.pop().name == value
        else:
            parameters = dict(re.findall(r';([A-Z0-9-]+)=("[^"]*"|[^;]*)', raw))
            stack[-1].lines.append((name, parameters, value))
    (calendar,) = stack[0].parts
    return calendar


def unescaped(value: str) -> str:
    """Return the text that a TEXT value means."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)
