"""Files that lost their catalog, cut off mostly: the pages that are there are read, and it is told."""

from __future__ import annotations

import io

import pikepdf
import pytest

from report.model import Change
from report.read.settings import UnreadableError
from tests.strangers import Maker, read


@pytest.mark.parametrize("mode", ["disable", "generate"])
def test_pages_without_a_list_of_them_are_found(mode: str) -> None:
    maker = Maker()
    for text in ("First", "Second", "Third"):
        maker.add(text)
    data = maker.bytes(object_stream_mode=getattr(pikepdf.ObjectStreamMode, mode))
    if mode == "generate":  # catalog and pages are packed, and the table that leads to them is cut off
        lost = data[: data.rfind(b"\n", 0, data.rfind(b"/XRef"))].rpartition(b"endobj")[0]
    else:
        lost = data[: data.rfind(b"xref\n0")].replace(b"/Catalog", b"/Catalan").replace(b"/Pages", b"/Pares")
    reading, _ = read(lost)
    assert [page.text.strip() for page in reading.pages] == ["First", "Second", "Third"]
    assert Change.REPAIRED in [change for change, _ in reading.changes]
    assert any("others may be missing" in message for _, message in reading.warnings)


def test_nothing_is_found_where_nothing_is() -> None:
    with pytest.raises(UnreadableError) as refusal:
        read(b"%PDF-1.4\n1 0 obj\n<< /Type /Font >>\nendobj\n")
    assert refusal.value.code == "damaged-file"


def test_pages_of_an_encrypted_file_without_its_key_are_refused() -> None:
    target = io.BytesIO()
    maker = Maker()
    maker.add()
    maker.pdf.save(
        target,
        encryption=pikepdf.Encryption(owner="o", R=4),
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    data = target.getvalue()
    with pytest.raises(UnreadableError):
        read(data[: data.rfind(b"xref\n0")].replace(b"/Catalog", b"/Catalan"))
