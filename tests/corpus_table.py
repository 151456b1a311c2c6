"""Prints how many of the strangers' files are appended soundly, refused or come out wrong: by Attest, and by
pypdf and pikepdf alone. `python -m tests.corpus_table`; with `-v` also each file that is not appended.
"""

from __future__ import annotations

import io
import logging
import sys
import warnings
from collections import Counter
from collections.abc import Callable

import pikepdf
from pypdf import PdfReader, PdfWriter

from report.read.settings import UnreadableError
from tests.corpus import FILES, faults
from tests.strangers import read

Copy = Callable[[bytes], tuple[bytes, list[float] | None]]


def by_attest(data: bytes) -> tuple[bytes, list[float] | None]:
    reading, pdf = read(data)
    return pdf, [abs(page.matrix[0]) + abs(page.matrix[1]) for page in reading.pages]


def by_pypdf(data: bytes) -> tuple[bytes, list[float] | None]:
    writer, target = PdfWriter(), io.BytesIO()
    writer.append(PdfReader(io.BytesIO(data)))
    writer.write(target)
    return target.getvalue(), None


def by_pikepdf(data: bytes) -> tuple[bytes, list[float] | None]:
    target, new = io.BytesIO(), pikepdf.new()
    with pikepdf.open(io.BytesIO(data)) as source:
        new.pages.extend(source.pages)
        new.save(target)
    return target.getvalue(), None


def outcome(data: bytes, copy: Copy) -> tuple[str, str]:
    try:
        pdf, scales = copy(data)
    except UnreadableError as refusal:
        return "refused", refusal.code
    except Exception as fault:  # noqa: BLE001  whatever a library raises is its refusal
        return "refused", f"{type(fault).__name__}: {fault}"
    wrong = faults(data, pdf, scales)
    return ("wrong", "; ".join(wrong)) if wrong else ("appended", "")


def main() -> None:
    logging.disable()
    warnings.simplefilter("ignore")
    print(f"{len(FILES)} files    appended  refused  wrong")
    for name, copy in (("Attest", by_attest), ("pypdf", by_pypdf), ("pikepdf", by_pikepdf)):
        found = {file.stem: outcome(file.read_bytes(), copy) for file in FILES}
        counts = Counter(result for result, _ in found.values())
        print(f"{name:12} {counts['appended']:8} {counts['refused']:8} {counts['wrong']:6}")
        if "-v" in sys.argv:
            for stem, (result, why) in found.items():
                if result != "appended":
                    print(f"    {result:8} {stem}: {why[:150]}")


if __name__ == "__main__":
    main()
