"""Opens a stranger's PDF: in go bytes and a password, out comes a PDF that qpdf has in hand.

qpdf repairs what it can. What only pdfium can open is left to `salvage`.
"""

from __future__ import annotations

import io
import logging
from dataclasses import dataclass, field

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from report.read.pdf.reader import load
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

# What they have to say is asked for, and told in our words.
for _library in ("pikepdf", "pypdfium2"):
    logging.getLogger(_library).addHandler(logging.NullHandler())
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
    fault, locked = "", False
    for password in dict.fromkeys((settings.password, "")):
        try:
            pdf = pikepdf.open(
                io.BytesIO(_ended(data)),
                password=password,
                inherit_page_attributes=False,
                suppress_warnings=True,
            )
        except pikepdf.PasswordError:
            locked = True
        except BROKEN as error:
            fault = str(error)
            break
        else:
            return Opened(pdf, password, pdf.is_encrypted, _restrictions(pdf), damage(pdf))
    return _without_qpdf(data, settings, locked, fault)


def _ended(data: bytes) -> bytes:
    """A file that is cut off gets an end: else qpdf drops the object that it was cut off in."""
    return data if b"%%EOF" in data[-_TAIL:] else data + b"\nendstream\nendobj\n"


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


def _without_qpdf(data: bytes, settings: ReadSettings, locked: bool, fault: str) -> Opened:
    """An empty PDF in the place of one that qpdf cannot open: `salvage` has it from there."""
    for password in dict.fromkeys((settings.password, "")):
        document = load(data, password)
        if document is not None:
            document.close()
            return Opened(pikepdf.Pdf.new(), password, locked, damage=() if locked else (COPIED,))
    error = _pdfium_error(data, settings.password)
    if locked or error == pdfium.FPDF_ERR_PASSWORD:
        raise _locked(settings)
    if error == pdfium.FPDF_ERR_SECURITY or "encryption filter" in fault:
        raise UnreadableError(
            "encrypted-file",
            "the file is encrypted in a way that only its owner's program can open",
            "ask for a copy without protection, or print it to PDF where it opens",
        )
    return Opened(pikepdf.Pdf.new())


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
