"""The organisers' colours as custom properties of the pages' style, readable in the light and in the dark theme.

A colour of the organisers is used as it is in the light theme; `data.readers` takes only what can be read there.
What is derived from it: shades of a header, and the colours of the dark theme.
"""

from __future__ import annotations

from data.colours import BLACK, DARK_PAPERS, READABLE, WHITE, contrast, mixed, parts, towards

_CLEAR = 7.0
"""The contrast of links in the dark theme (WCAG 2.2, 1.4.6), where a bare 4.5 looks dull."""


def look_css(accent: str, header: str) -> str:
    """Return the content of `assets/look.css` for two colours such as `#0a6478`, either of which may be empty.

    It is empty where both are. It is to be loaded after `assets/forum.css`.
    """
    light, dark = (properties(accent, header, dark=dark) for dark in (False, True))
    if not light:
        return ""
    return (
        "/* The organisers' colours, made from forum.toml. */\n"
        f":root {{ {_declared(light)} }}\n"
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_declared(dark)} }} }}\n"
    )


def properties(accent: str, header: str, *, dark: bool) -> dict[str, str]:
    """Return the custom properties of a theme by name; those of a colour that is empty are absent."""
    return {**_accent(accent, dark=dark), **_header(header, dark=dark)}


def _accent(colour: str, *, dark: bool) -> dict[str, str]:
    """Links and buttons, and the shades of the calendar's dates, which lie under ink as red, green and blue."""
    if not colour:
        return {}
    shown = towards(colour, WHITE, DARK_PAPERS, _CLEAR) if dark else colour
    return {"--accent": shown, "--shade": " ".join(map(str, parts(shown)))}


def _header(colour: str, *, dark: bool) -> dict[str, str]:
    """The header from its dark to its bright end, white text on it, and what is chosen."""
    if not colour:
        return {}
    deep = mixed(colour, BLACK, 64) if dark else colour
    ends = (mixed(deep, BLACK, 56), deep, _brighter(deep, 24))
    return {
        "--deep": deep,
        "--deeper": ends[0],
        "--glow": ends[2],
        "--on-deep": WHITE,
        "--on-deep-quiet": towards(mixed(WHITE, deep, 56), WHITE, ends, READABLE),
        "--chosen": _brighter(colour, 256) if dark else colour,
    }


def _brighter(colour: str, steps: int) -> str:
    """The brightest of so many steps to white on which white text can still be read."""
    found = colour
    for step in range(1, steps + 1):
        next_one = mixed(colour, WHITE, step)
        if contrast(next_one, WHITE) < READABLE:
            break
        found = next_one
    return found


def _declared(found: dict[str, str]) -> str:
    return " ".join(f"{name}: {value};" for name, value in found.items())
