"""What the YAML parser says of a file that it cannot read, in an author's words.

The parser's exception and the lines of the file go in; one problem with its place and its remedy comes
out. What is not known here keeps the parser's own words.
"""

from __future__ import annotations

from collections.abc import Sequence

from yaml import Mark, MarkedYAMLError, YAMLError

from report.model import Place, Problem, error

_INDENT = "lines that belong together begin in the same column"

# By the parser's words (libyaml, scanner.c and parser.c): what is wrong, and how to mend it.
_MEANINGS = {
    "mapping values are not allowed in this context": (
        "a colon where no key can stand",
        'quote a value that has ": " in it, or check the indentation',
    ),
    "block sequence entries are not allowed in this context": (
        'a list item ("- ") where none can stand',
        "begin the list on a line of its own, below its key",
    ),
    "did not find expected key": (
        "this does not fit in the mapping around it",
        f"{_INDENT}; a text that begins with a quotation mark ends with it",
    ),
    "did not find expected '-' indicator": ("this does not fit in the list around it", _INDENT),
    "could not find expected ':'": ("a line without a key", 'a colon and a space (": ") follow a key'),
    "did not find expected node content": ("this is not closed", "a list ends with ], a mapping with }"),
    "did not find expected ',' or ']'": ("this list is not closed", "close it with ]"),
    "did not find expected ',' or '}'": ("this mapping is not closed", "close it with }"),
    "found unknown escape character": (
        "a backslash that YAML does not know",
        "use single quotes, in which a backslash is a backslash",
    ),
    "found character that cannot start any token": (
        "a value cannot begin with this character",
        "put the value in quotes",
    ),
    "did not find expected alphabetic or numeric character": (
        "a bare & or * begins a YAML anchor or alias",
        "put the value in quotes",
    ),
    "found unexpected end of stream": ("a quotation mark that is never closed", "close it"),
    "found unexpected document indicator": ("a quotation mark that is never closed", "close it"),
    "did not find expected <document start>": (
        "this stands outside of everything",
        _INDENT,
    ),
    "found a tab character where an indentation space is expected": (
        "a tab in the indentation",
        "YAML wants spaces",
    ),
    "found a tab character that violates indentation": ("a tab in the indentation", "YAML wants spaces"),
    "found invalid Unicode character escape code": (
        "an escape that is no character",
        "write the character itself",
    ),
    "did not find expected hexdecimal number": (
        "an escape that is no character",
        "use single quotes, in which a backslash is a backslash",
    ),
    "found undefined tag handle": ("YAML tags are not read", "put a value that begins with ! in quotes"),
}

# Where the thing that was begun says more than the point at which the parser gave up.
_BEGAN_THERE = {
    "found unexpected end of stream",
    "found unexpected document indicator",
    "did not find expected ',' or ']'",
    "did not find expected ',' or '}'",
    "did not find expected alphabetic or numeric character",
    "could not find expected ':'",
}


def explain(fault: YAMLError, file: str, lines: Sequence[str], around: Place | None) -> Problem:
    """`around` is the list or mapping that was open, if any."""
    if not isinstance(fault, MarkedYAMLError):
        return error("yaml-syntax", f"this is not YAML: {str(fault).splitlines()[0]}", Place(file))
    words = fault.problem or "it cannot be read"
    mark = fault.context_mark if words in _BEGAN_THERE and fault.context_mark else fault.problem_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    if words == "did not find expected node content" and around:
        place = around
    if tab := _tab(fault.problem_mark, lines):
        return error("yaml-tab", "a tab in the indentation", Place(file, *tab), "YAML wants spaces")
    if words.startswith("found character that cannot") and mark and _character(mark, lines):
        return error(
            "yaml-syntax",
            f"a value cannot begin with {_character(mark, lines)}",
            place,
            "put the value in quotes",
        )
    message, hint = _MEANINGS.get(
        words, (f"this is not YAML: {fault.context or ''} {words}".replace("  ", " "), "")
    )
    return error("yaml-syntax", message, place, hint)


def _tab(mark: Mark | None, lines: Sequence[str]) -> tuple[int, int] | None:
    """Line and column of a tab among the blanks with which the line of the fault begins."""
    if mark is None or mark.line >= len(lines):
        return None
    line = lines[mark.line]
    blanks = line[: len(line) - len(line.lstrip(" \t"))]
    return (mark.line + 1, blanks.index("\t") + 1) if "\t" in blanks else None


def _character(mark: Mark, lines: Sequence[str]) -> str:
    line = lines[mark.line] if mark.line < len(lines) else ""
    return line[mark.column : mark.column + 1]
