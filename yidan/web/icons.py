"""The few pictures there are: stroke icons on a 20-unit grid, drawn for this house, and the seal."""

from functools import cache

from django.utils.safestring import SafeString, mark_safe

_STROKES = {
    "home": "M3.5 9 10 3.5 16.5 9M5 8v8.5h3.7v-4.7h2.6v4.7H15V8",
    "list": "M3.5 5h.01M3.5 10h.01M3.5 15h.01M7 5h9.5M7 10h9.5M7 15h9.5",
    "report": "M5 2.8h7l3.2 3.2v11.2H5zM12 2.8V6h3.2M7.6 9.5h5M7.6 12h5M7.6 14.5h3",
    "import": "M10 3v9M6.5 8.7 10 12.2l3.5-3.5M3.5 13.5v3h13v-3",
    "export": "M10 12.5v-9M6.5 6.8 10 3.3l3.5 3.5M3.5 13.5v3h13v-3",
    "person": "M10 10.2a3.3 3.3 0 1 0 0-6.6 3.3 3.3 0 0 0 0 6.6M3.8 16.8c.7-2.7 3.2-4.2 6.2-4.2s5.5 1.5 6.2 4.2",
    "one": "M3.5 3.5h13v13h-13zM6.5 10h7",
    "search": "M9 14.2A5.2 5.2 0 1 0 9 3.8a5.2 5.2 0 0 0 0 10.4M12.8 12.8l3.9 3.9",
    "down": "M5.5 8 10 12.5 14.5 8",
    "up": "M5.5 12 10 7.5l4.5 4.5",
    "left": "M12 5.5 7.5 10l4.5 4.5",
    "right": "M8 5.5l4.5 4.5L8 14.5",
    "close": "M5 5l10 10M15 5 5 15",
    "check": "M4.5 10.5 8.3 14.3 15.5 6.3",
    "plus": "M10 4.5v11M4.5 10h11",
    "look": "M2.5 10c1.9-3.3 4.4-5 7.5-5s5.6 1.7 7.5 5c-1.9 3.3-4.4 5-7.5 5s-5.6-1.7-7.5-5"
    "M10 12.3a2.3 2.3 0 1 0 0-4.6 2.3 2.3 0 0 0 0 4.6",
    "bell": "M5 14h10M6 14V9a4 4 0 0 1 8 0v5M8.6 16.5h2.8M10 3.2V5",
    "columns": "M3.5 4h13v12h-13zM8 4v12M12 4v12",
    "bookmark": "M5.8 3.5h8.4v13L10 13.2l-4.2 3.3z",
    "display": "M3 5.5h6M13 5.5h4M11 3.7v3.6M3 10h2M9 10h8M7 8.2v3.6M3 14.5h8M15 14.5h2M13 12.7v3.6",
    "info": "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 9.2V13.5M10 6.5h.01",
    "warn": "M10 3.5 17.3 16H2.7zM10 8.5v3.7M10 14.2h.01",
    "refused": "M6.9 3h6.2L17 6.9v6.2L13.1 17H6.9L3 13.1V6.9zM6.8 10h6.4",
    "file": "M5 2.8h7l3.2 3.2v11.2H5zM12 2.8V6h3.2",
    "lock": "M5 9h10v7.5H5zM7 9V6.5a3 3 0 0 1 6 0V9",
    "time": "M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14M10 6v4.2l2.7 1.7",
    "leave": "M8 3.5H4v13h4M8.5 10h8M13.5 7l3 3-3 3",
    "print": "M6 7V3.5h8V7M6 13.5H3.5V7h13v6.5H14M6 11.5h8v5H6z",
    "sort": "M7 8l3-3.5L13 8M7 12l3 3.5 3-3.5",
}
# Solid shapes of lights and badges: circle, triangle, square, ring, bar (look.md: never colour alone).
_SHAPES = {
    "circle": '<circle cx="5" cy="5" r="4.2" stroke="none"/>',
    "triangle": '<path d="M5 .9 9.7 9.2H.3z" stroke="none"/>',
    "square": '<path d="M1 1h8v8H1z" stroke="none"/>',
    "ring": '<circle cx="5" cy="5" r="3.6" fill="none" stroke-width="1.4"/>',
    "bar": '<path d="M1 4.2h8v1.6H1z" stroke="none"/>',
}
_SEAL = (
    "M7.5 4.6c8.3-.7 15.8.2 24.3-.1 8.2-.3 16.5-.4 23.9.4 2.3.3 3.5 1.5 3.7 3.7.5 8 .1 15.8.3 23.6"
    ".2 8.2.3 16.5-.5 24.1-.2 2-1.4 3.1-3.3 3.3-8.1.6-16.2-.1-24.2.1-8 .2-16 .5-23.6-.3-2.2-.2-3.4"
    "-1.5-3.6-3.6-.7-8.1.1-16-.1-24C4.2 23.7 3.8 15.5 4.6 8c.2-2.1 1.2-3.2 2.9-3.4z"
)
_STROKE_OF_ONE = (
    "M14.2 33.9c-.9-1-.7-2.2.3-3.1 1.7-1.5 3.6-2.6 5.7-2.3 7.8.8 15.8.3 23.5-.6 2.1-.3 3.7-.2 5.2 1.1"
    " 1 .9 1.5 2.1.9 3.3-.5 1-1.6 1.3-2.8 1.3-9.2-.1-18.3.6-27.5 1.5-1.9.2-3.7.4-5.3-1.2z"
)


@cache
def icon(name: str) -> SafeString:
    """A stroke icon in the colour of the words beside it; decoration only, so hidden from screen readers."""
    return mark_safe(f'<svg class="icon" viewBox="0 0 20 20" aria-hidden="true"><path d="{_STROKES[name]}"/></svg>')


@cache
def shape(name: str) -> SafeString:
    """A solid shape that says a state without colour."""
    return mark_safe(f'<svg viewBox="0 0 10 10" aria-hidden="true">{_SHAPES[name]}</svg>')


@cache
def mark(pixels: int = 24) -> SafeString:
    """The seal: a worn vermilion square with the one stroke 一 in it."""
    return mark_safe(
        f'<svg class="mark" width="{pixels}" height="{pixels}" viewBox="0 0 64 64" aria-hidden="true">'
        f'<path fill="var(--vermilion)" d="{_SEAL}"/><path fill="#fbfaf7" d="{_STROKE_OF_ONE}"/></svg>'
    )


ICON_NAMES = tuple(_STROKES)
SHAPE_NAMES = tuple(_SHAPES)
