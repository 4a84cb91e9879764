"""The conditions of a checklist (XLSForm `relevant`, `constraint`): a small language, parsed once, run safely.

What an office's form needs and nothing more: values, comparison, and/or/not, arithmetic, a handful of functions. No
regular expressions, no paths, no code: what is not here is refused when the form is read. A parsed condition is a
tree of lists (JSON), so that the phone can run the very same tree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any

LONGEST = 500
DEEPEST = 20
Tree = list[Any]

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d{1,15}(?:\.\d{1,6})?)|(?P<text>'[^']{0,200}'|\"[^\"]{0,200}\")|(?P<ref>\$\{[^{}\s]{1,40}\})"
    r"|(?P<word>[a-z][a-z-]{0,20})|(?P<sign><=|>=|!=|[=<>+*(),.-]))"
)
_COMPARISONS = ("=", "!=", "<", "<=", ">", ">=")
# name: (fewest, most arguments)
FUNCTIONS = {
    "not": (1, 1), "selected": (2, 2), "count-selected": (1, 1), "string-length": (1, 1), "true": (0, 0),
    "false": (0, 0), "today": (0, 0), "number": (1, 1), "string": (1, 1), "if": (3, 3), "coalesce": (2, 2),
    "date": (1, 1),
}  # fmt: skip


class Unreadable(ValueError):
    """The condition cannot be read; the message says what stands there."""


def parse(text: str) -> Tree:
    """The tree of a condition; raises Unreadable."""
    if len(text) > LONGEST:
        raise Unreadable(text[:40])
    parser = _Parser(_tokens(text))
    tree = parser.either()
    if parser.left():
        raise Unreadable(parser.left()[:40])
    return tree


def _tokens(text: str) -> list[tuple[str, str]]:
    found, at = [], 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if not match or match.end() == at:
            raise Unreadable(text[at : at + 40].strip())
        found.append((str(match.lastgroup), match[str(match.lastgroup)]))
        at = match.end()
    return found


class _Parser:
    """Precedence by descent: or, and, comparison, sum, product, sign, value."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.tokens, self.at, self.depth = tokens, 0, 0

    def left(self) -> str:
        return "".join(text for _kind, text in self.tokens[self.at :])

    def _take(self, *texts: str) -> str:
        if self.at < len(self.tokens) and self.tokens[self.at][0] in {"word", "sign"}:
            text = self.tokens[self.at][1]
            if text in texts:
                self.at += 1
                return text
        return ""

    def _row(self, part: Callable[[], Tree], *signs: str) -> Tree:
        tree = part()
        while sign := self._take(*signs):
            tree = [sign, tree, part()]
        return tree

    def either(self) -> Tree:
        self.depth += 1
        if self.depth > DEEPEST:
            raise Unreadable(self.left()[:40])
        tree = self._row(self._both, "or")
        self.depth -= 1
        return tree

    def _both(self) -> Tree:
        return self._row(self._comparison, "and")

    def _comparison(self) -> Tree:
        return self._row(self._sum, *_COMPARISONS)

    def _sum(self) -> Tree:
        return self._row(self._product, "+", "-")

    def _product(self) -> Tree:
        return self._row(self._value, "*", "div", "mod")

    def _value(self) -> Tree:
        if self.at >= len(self.tokens):
            raise Unreadable("…")
        kind, text = self.tokens[self.at]
        self.at += 1
        if kind == "number":
            return ["number", text]
        if kind == "text":
            return ["text", text[1:-1]]
        if kind == "ref":
            return ["ref", text[2:-1]]
        if text == ".":
            return ["self"]
        if text == "-":
            self.depth += 1
            if self.depth > DEEPEST:
                raise Unreadable(text)
            tree = ["-", ["number", "0"], self._value()]
            self.depth -= 1
            return tree
        if text == "(":
            tree = self.either()
            if not self._take(")"):
                raise Unreadable(self.left()[:40] or text)
            return tree
        if kind == "word" and text in FUNCTIONS and self._take("("):
            return self._call(text)
        raise Unreadable(text)

    def _call(self, name: str) -> Tree:
        given: list[Tree] = []
        if not self._take(")"):
            given.append(self.either())
            while self._take(","):
                given.append(self.either())
            if not self._take(")"):
                raise Unreadable(self.left()[:40] or name)
        fewest, most = FUNCTIONS[name]
        if not fewest <= len(given) <= most:
            raise Unreadable(name)
        return [name, *given]


def names_in(tree: Tree) -> set[str]:
    """The questions a condition refers to."""
    if tree[0] == "ref":
        return {tree[1]}
    return {name for part in tree[1:] if isinstance(part, list) for name in names_in(part)}


def holds(tree: Tree, answers: Mapping[str, Any], *, own: Any = None, today: date) -> bool:
    """Whether the condition holds of these answers; `own` is the answer itself (`.`)."""
    return _truth(value_of(tree, answers, own=own, today=today))


def value_of(tree: Tree, answers: Mapping[str, Any], *, own: Any = None, today: date) -> Any:
    """The value of a tree: text, a number, true or false. What cannot be compared is unequal, never an error."""
    kind = tree[0]
    if kind in {"number", "text"} and isinstance(tree[1], str):  # number(…) has a tree there
        return Decimal(tree[1]) if kind == "number" else tree[1]
    if kind == "ref":
        return answers.get(tree[1], "")
    if kind == "self":
        return "" if own is None else own

    def part(place: int) -> Any:
        return value_of(tree[place], answers, own=own, today=today)

    if kind in {"and", "or"}:
        first = _truth(part(1))
        return first and _truth(part(2)) if kind == "and" else first or _truth(part(2))
    if kind == "if":
        return part(2) if _truth(part(1)) else part(3)
    if kind in _COMPARISONS:
        return _compared(kind, part(1), part(2))
    if kind in {"+", "-", "*", "div", "mod"}:
        return _reckoned(kind, part(1), part(2))
    return _called(kind, [part(place) for place in range(1, len(tree))], today)


def _called(name: str, given: Sequence[Any], today: date) -> Any:
    if name == "not":
        return not _truth(given[0])
    if name == "selected":
        return _text(given[1]) in _chosen(given[0])
    if name == "count-selected":
        return Decimal(len(_chosen(given[0])))
    if name == "string-length":
        return Decimal(len(_text(given[0])))
    if name in {"true", "false"}:
        return name == "true"
    if name == "today":
        return today.isoformat()
    if name == "number":
        return _number(given[0])
    if name == "coalesce":
        return given[0] if _text(given[0]) else given[1]
    return _text(given[0])  # string(), date()


def _chosen(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, list | tuple) else _text(value).split()


def _truth(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value != 0
    return value if isinstance(value, bool) else bool(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return " ".join(str(each) for each in value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _number(value: Any) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if isinstance(value, bool):
        return Decimal(int(value))
    text = _text(value).strip()
    if not re.fullmatch(r"-?\d{1,15}(\.\d{1,6})?", text):
        return None
    return Decimal(text)


def _compared(sign: str, left: Any, right: Any) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        left, right = _truth(left), _truth(right)
        return left == right if sign == "=" else left != right if sign == "!=" else False
    first, second = _number(left), _number(right)
    a: Any = first
    b: Any = second
    if first is None or second is None:
        a, b = _text(left), _text(right)
        if sign not in {"=", "!="} and not (a and b):
            return False  # nothing is neither before nor after something
    return {"=": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}[sign]


def _reckoned(sign: str, left: Any, right: Any) -> Any:
    first, second = _number(left), _number(right)
    if first is None or second is None:
        return ""
    try:
        result = {
            "+": lambda: first + second, "-": lambda: first - second, "*": lambda: first * second,
            "div": lambda: first / second, "mod": lambda: first % second,
        }[sign]()  # fmt: skip
    except (DivisionByZero, InvalidOperation):
        return ""
    return result if abs(result) < Decimal(10) ** 24 else ""
