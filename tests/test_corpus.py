"""Every stranger's file at hand, alone as an annex: appended whole, or one clear problem."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import pikepdf
import pytest

from report.read.settings import UnreadableError
from tests.corpus import FILES, faults, open_pdf, shown
from tests.strangers import active, read


@pytest.mark.skipif(not FILES, reason="the strangers' files are not here")
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_strangers_file_is_appended_whole_or_refused_clearly(file: Path) -> None:
    data = file.read_bytes()
    try:
        reading, pdf = read(data)
    except UnreadableError as refusal:
        assert refusal.code in ("damaged-file", "password-missing", "encrypted-file", "xfa-form")
        assert refusal.code == "xfa-form" or shown(open_pdf(data)) == []
        return
    scales = [abs(page.matrix[0]) + abs(page.matrix[1]) for page in reading.pages]
    assert faults(data, pdf, scales) == []
    assert active(pdf) == []
    with warnings.catch_warnings(), pikepdf.open(io.BytesIO(pdf)) as opened:
        warnings.simplefilter("ignore", UserWarning)  # a decoder for JBIG2 is missing
        faulty = [fault for fault in opened.check_pdf_syntax() if "name with stray #" not in fault]
    assert faulty == []
