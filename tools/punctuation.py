"""Chinese sentences with Chinese punctuation: , ; : ? ! after a Chinese word become full width.

    python tools/punctuation.py --check PATH…   names each place and fails
    python tools/punctuation.py PATH…           mends the files

Looks at string literals of Python (docstrings and comments are for engineers) and at the text of templates and
scripts. Brackets are left alone: names carry them as their owners write them (天元区(株洲高新区)).
"""

import ast
import re
import sys
from pathlib import Path

WIDE = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
HALF_AFTER_CHINESE = re.compile(
    r"(?<=[\u4e00-\u9fff”’》〕」』）%)])([,;:?!])(?=\s?[\u4e00-\u9fff“‘《〔「『（0-9A-Za-z{%<\"'(]|\s*$)"
)
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def mended(text: str) -> str:
    """The text with its half-width stops after Chinese words widened."""

    def widen(match: re.Match[str]) -> str:
        before = text[max(0, match.start() - 2) : match.start()]
        return WIDE[match[1]] if CHINESE.search(before) or before[-1:] in "”’》〕」』）" else match[1]

    return HALF_AFTER_CHINESE.sub(widen, text)


def _python_spans(source: str) -> list[tuple[int, int]]:
    """Where the string literals with Chinese in them are, docstrings left out."""
    tree = ast.parse(source)
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    starts = [0]
    for line in source.encode().splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    spans = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant | ast.JoinedStr) and id(node) not in docs and node.end_lineno is not None:
            if isinstance(node, ast.Constant) and not (isinstance(node.value, str) and CHINESE.search(node.value)):
                continue
            end = starts[node.end_lineno - 1] + (node.end_col_offset or 0)
            spans.append((starts[node.lineno - 1] + node.col_offset, end))
    return spans


def mend_python(source: str) -> str:
    """Python source with its Chinese literals mended; nothing else moves."""
    octets = source.encode()
    for begin, end in sorted(set(_python_spans(source)), reverse=True):
        literal = octets[begin:end].decode()
        if re.match(r"[bBfF]?[rR]", literal):  # raw literals are patterns, not sentences
            continue
        inner = literal[:-1]  # a stop before the closing quote ends the sentence there
        octets = octets[:begin] + (mended(inner) + literal[-1:]).encode() + octets[end:]
    return octets.decode()


def main(arguments: list[str]) -> int:
    """Check or mend; 1 where `--check` found something."""
    check = "--check" in arguments
    found = 0
    for name in (each for each in arguments if each != "--check"):
        place = Path(name)
        for path in sorted(place.rglob("*")) if place.is_dir() else [place]:
            if path.suffix not in {".py", ".html", ".js"}:
                continue
            old = path.read_text(encoding="utf-8")
            new = mend_python(old) if path.suffix == ".py" else "\n".join(mended(line) for line in old.split("\n"))
            if new == old:
                continue
            found += 1
            if check:
                pairs = enumerate(zip(old.split("\n"), new.split("\n"), strict=True), start=1)
                print("\n".join(f"{path}:{number}: {was.strip()}" for number, (was, now) in pairs if was != now))
            else:
                path.write_text(new, encoding="utf-8")
    return 1 if check and found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
