"""Quotations that are not as their sources have them, as problems that show the difference."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from report.contrast import contrast
from report.model import Attested, Problem, Severity, Verdict, warning
from report.page_numbers import numbers_in_words
from report.read import recognition

_PLACE = "look whether source, pages and lines are the right ones; what is left out is written […]"
_QUOTE = "quote them as they stand, faults included; […] marks what is left out, [words] what is put in"
_SCAN = "look at the page itself: it is a scan, its text was recognised (OCR), and recognition errs"


def misquotations(attested: Sequence[Attested], severity: Severity) -> tuple[Problem, ...]:
    """`severity` is that of a changed word; a changed comma is a warning, and so is what differs from text
    that was recognised in a picture: the fault may be there.
    """
    return tuple(problem for one in attested for problem in _problems(one, severity))


def _problems(one: Attested, severity: Severity) -> Iterator[Problem]:
    if one.elsewhere and one.match.verdict is Verdict.VERBATIM:
        kind, sign = ("page", "p.") if one.line is None else ("line", "line")
        where = one.number if one.line is None else one.line
        yield Problem(
            severity,
            f"wrong-{kind}",
            f"the words are on {sign} {where} of {one.path}, not on {sign} {one.elsewhere}",
            one.quotation.citation.place,
            f"correct the {kind}, or leave it out: the note finds it by itself",
        )
    if one.other_paragraph:
        yield warning(
            "wrong-paragraph",
            f"the words are in para. {one.paragraph} of {one.path}, not in para. {one.other_paragraph}",
            one.quotation.citation.place,
            "correct the paragraph, or see whether the file numbers its paragraphs otherwise",
        )
    if one.left_out and one.match.verdict is Verdict.VERBATIM and not _names_a_page(one):
        yield warning(
            "page-not-appended",
            f"the words are on p. {one.number} of {one.path}, which is not appended",
            one.quotation.citation.place,
            "add it to print-pages, so that the note can lead there",
        )
    if one.recognised:
        severity = Severity.WARNING
    match one.match.verdict:
        case Verdict.ALTERED if one.match.lesser:
            yield _problem(
                one, Severity.WARNING, "altered-punctuation", f"the punctuation is not that of {_where(one)}"
            )
        case Verdict.ALTERED:
            yield _problem(one, severity, "altered-quotation", f"the words are not those of {_where(one)}")
        case Verdict.ABSENT:
            yield Problem(
                severity,
                "absent-quotation",
                f"the words are not in {_of(one)}{one.path}",
                one.quotation.place,
                _absent_hint(one),
            )
        case Verdict.UNREADABLE:
            yield Problem(
                Severity.WARNING,
                "unreadable-source",
                _unread(one),
                one.quotation.place,
                _unreadable_hint(),
            )


def _names_a_page(one: Attested) -> bool:
    """Of a page that is named and not appended it is told without the words (`locators.py`)."""
    items = (item for item in one.quotation.citation.items if item.key == one.source)
    return any(item.locator is not None and item.locator.label == "page" for item in items)


def _problem(one: Attested, severity: Severity, code: str, message: str) -> Problem:
    shown = "; ".join(_shown(change.quoted, change.source) for change in one.match.changes[:8])
    return Problem(
        severity,
        code,
        f"{message}: {shown}",
        one.quotation.place,
        _SCAN if one.recognised else _QUOTE,
        contrast(one.quotation.original or one.quotation.text, one.passage) if one.passage else None,
    )


def _absent_hint(one: Attested) -> str:
    if one.instead:
        return f"they stand in {one.instead}: cite that, if it is meant"
    return _SCAN if one.recognised else _PLACE


def _unread(one: Attested) -> str:
    if not one.unread:
        return f"{one.path} has no text in which the words could be looked up"
    several = "are pictures" if len(one.unread) > 1 else "is a picture"
    pages = numbers_in_words(one.unread)
    return f"the words are not in the text of {one.path}, of which p. {pages} {several} (a scan, say)"


def _unreadable_hint() -> str:
    if recognition.installed() is None:
        return (
            "if it is a scan, have it recognised: install Tesseract "
            "(make ocr; on Debian: apt install tesseract-ocr)"
        )
    return "nothing could be recognised on its pages (OCR) either; quote from a copy that has its text"


def _of(one: Attested) -> str:
    return "the recognised text of " if one.recognised else ""


def _where(one: Attested) -> str:
    return _of(one) + _place(one)


def _place(one: Attested) -> str:
    if one.line is not None:
        return f"{one.path}, line {one.line}"
    return f"{one.path}, p. {one.number}" if one.number else one.path


def _shown(quoted: str, source: str) -> str:
    if not quoted:
        return f"“{source}” is missing"
    if not source:
        return f"“{quoted}” is not there"
    return f"“{quoted}” is “{source}” there"
