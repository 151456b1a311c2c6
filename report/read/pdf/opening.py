"""Opens a stranger's PDF: in go bytes and a password, out comes a PDF that qpdf has in hand.

qpdf repairs what it can. Where it gives up and pdfium does not, pdfium writes a copy and qpdf reads that.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, field

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from report.read.pdf.values import BROKEN
from report.read.settings import ReadSettings, UnreadableError

_DAMAGE = (
    ("xref", "its cross-reference table was rebuilt"),
    ("cross-reference", "its cross-reference table was rebuilt"),
    ("can't find pdf header", "its header was missing"),
    ("trailer", "its trailer was rebuilt"),
    ("startxref", "its cross-reference table was rebuilt"),
    ("stream length", "the lengths of streams were corrected"),
    ("endstream", "the lengths of streams were corrected"),
    ("/length", "the lengths of streams were corrected"),
    ("page", "its page tree was mended"),
    ("kids", "its page tree was mended"),
    ("inflate", "damaged streams were read as far as they go"),
    ("decod", "damaged streams were read as far as they go"),
    ("loop", "loops in it were cut"),
    ("unexpected eof", "it ends too early"),
)
"""What qpdf says, and what that means to people. The first that fits counts."""

_HARMLESS = (
    "common error handled correctly",
    "reported number of objects",
    "treated as null",
    "name with stray #",
    "invalid /id",
)
"""What readers do not even notice."""

_OTHER = "faults in its syntax were mended"
_TAIL = 1024

# What pikepdf has to say is asked for, and told in our words.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())
COPIED = "it was read as far as another reader can"

_RIGHTS = (
    ("print_lowres", "printing"),
    ("print_highres", "printing in high quality"),
    ("extract", "copying of text"),
    ("modify_other", "changes"),
    ("modify_annotation", "comments"),
    ("modify_form", "filling in forms"),
    ("modify_assembly", "inserting and turning pages"),
)


@dataclass(frozen=True, slots=True)
class Opened:
    """`pdf` may be changed by whoever has it; `password` is the one that opened the file, "" if none did.

    `encrypted` says whether the file was, `restrictions` what its owner did not permit. `damage` says in
    words what had to be repaired, `texts` what stands on pages that are pictures.
    """

    pdf: pikepdf.Pdf
    password: str = field(repr=False, default="")
    encrypted: bool = False
    restrictions: tuple[str, ...] = ()
    damage: tuple[str, ...] = ()
    texts: tuple[str, ...] = field(default=(), repr=False)


def open_pdf(data: bytes, settings: ReadSettings) -> Opened:
    """Raises UnreadableError: password-missing, password-wrong, encrypted-file."""
    for password in dict.fromkeys((settings.password, "")):
        try:
            pdf = pikepdf.open(
                io.BytesIO(_ended(data)),
                password=password,
                inherit_page_attributes=False,
                suppress_warnings=True,
            )
        except pikepdf.PasswordError:
            continue
        except BROKEN as fault:
            return _by_pdfium(data, settings, str(fault))
        return Opened(pdf, password, pdf.is_encrypted, _restrictions(pdf), damage(pdf))
    raise _locked(settings)


def _ended(data: bytes) -> bytes:
    """A file that is cut off gets an end: else qpdf drops the object that it was cut off in."""
    return data if b"%%EOF" in data[-_TAIL:] else data + b"\nendstream\nendobj\n"


def copied(data: bytes, opened: Opened) -> Opened | None:
    """The file as pdfium writes it anew, for one that qpdf cannot follow; None if that fails too."""
    rewritten = rewrite(data, opened.password)
    if rewritten is None:
        return None
    try:
        pdf = pikepdf.open(io.BytesIO(rewritten), inherit_page_attributes=False)
    except BROKEN:
        return None
    damaged = tuple(dict.fromkeys((*opened.damage, COPIED)))
    return Opened(pdf, opened.password, opened.encrypted, opened.restrictions, damaged)


def rewrite(data: bytes, password: str) -> bytes | None:
    """Pdfium's copy of the file, without encryption."""
    try:
        document = pypdfium2.PdfDocument(data, password=password or None)
    except pypdfium2.PdfiumError:
        return None
    try:
        if len(document) == 0:
            return None
        copy = io.BytesIO()
        document.save(copy, flags=pdfium.FPDF_REMOVE_SECURITY)
        return copy.getvalue()
    except pypdfium2.PdfiumError:
        return None
    finally:
        document.close()


def damage(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    """What qpdf has warned of since it was asked last, in words."""
    try:
        told = [_in_words(str(warning)) for warning in pdf.get_warnings()]
    except UnicodeDecodeError:  # qpdf quotes the file
        told = [_OTHER]
    words = dict.fromkeys(word for word in told if word)
    return tuple(word for word in words if word != _OTHER) or tuple(words)


def _in_words(warning: str) -> str:
    low = warning.lower()
    if any(sign in low for sign in _HARMLESS):
        return ""
    return next((words for sign, words in _DAMAGE if sign in low), _OTHER)


def _restrictions(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    if not pdf.is_encrypted:
        return ()
    return tuple(words for right, words in _RIGHTS if not getattr(pdf.allow, right))


def _by_pdfium(data: bytes, settings: ReadSettings, fault: str) -> Opened:
    for password in dict.fromkeys((settings.password, "")):
        rewritten = rewrite(data, password)
        if rewritten is not None:
            try:
                pdf = pikepdf.open(io.BytesIO(rewritten), inherit_page_attributes=False)
            except BROKEN:
                break
            return Opened(pdf, password, damage=(COPIED,))
    error = _pdfium_error(data, settings.password)
    if error == pdfium.FPDF_ERR_PASSWORD:
        raise _locked(settings)
    if error == pdfium.FPDF_ERR_SECURITY or "encryption filter" in fault:
        raise UnreadableError(
            "encrypted-file",
            "the file is encrypted in a way that only its owner's program can open",
            "ask for a copy without protection, or print it to PDF where it opens",
        )
    raise damaged()


def damaged() -> UnreadableError:
    """The problem of a file that nobody can read."""
    return UnreadableError(
        "damaged-file",
        "the file is damaged beyond repair: no page of it can be read",
        "fetch it again, or leave it out with annexes: in dossier.yaml",
    )


def _pdfium_error(data: bytes, password: str) -> int:
    try:
        pypdfium2.PdfDocument(data, password=password or None).close()
    except pypdfium2.PdfiumError as error:
        return getattr(error, "err_code", 0) or 0
    return 0


def _locked(settings: ReadSettings) -> UnreadableError:
    if settings.password:
        return UnreadableError(
            "password-wrong",
            "the password that was given does not open the file",
            "correct the environment variable that password-env names",
        )
    return UnreadableError(
        "password-missing",
        "the file opens only with a password",
        "name under archive: the environment variable that holds it, as password-env: NAME",
    )
