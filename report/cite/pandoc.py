"""Pandoc, called once: a document goes in as JSON, its blocks come back with the citations written.

Standard input and output only. The style travels inside the document, so that no file is read and
nothing is asked of the network.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Callable
from typing import Any

# Some seconds do for a book's worth; a style that needs more does not come to an end.
_SECONDS = 120
# A large nursery saves a fifth of the time; the limit stops a style that grows without end.
_HEAP = ("-A64m", "-M2g")


Ask = Callable[[dict[str, Any]], list[dict[str, Any]]]
"""From a document as Pandoc has it in JSON to its blocks, the citations written."""


class CiteprocError(RuntimeError):
    """Pandoc did not write the citations: a style that it cannot use, or a broken installation."""


def process(document: dict[str, Any]) -> list[dict[str, Any]]:
    answer: dict[str, list[dict[str, Any]]] = json.loads(_call(json.dumps(document).encode()))
    return answer["blocks"]


def _call(document: bytes) -> bytes:
    import pypandoc  # noqa: PLC0415 - not needed where the answer is remembered

    command = [
        pypandoc.get_pandoc_path(), "--from=json", "--to=json", "--citeproc", "--sandbox",
        "+RTS", *_HEAP, "-RTS",
    ]  # fmt: skip
    # Away from the dossier and without a home, so that no default of the user's is found.
    with tempfile.TemporaryDirectory(prefix="attest-") as nowhere:
        try:
            done = subprocess.run(  # noqa: S603
                command,
                input=document,
                capture_output=True,
                check=False,
                cwd=nowhere,
                env={"HOME": nowhere, "LANG": "C.UTF-8"},
                timeout=_SECONDS,
            )
        except subprocess.TimeoutExpired as late:
            raise CiteprocError(f"Pandoc did not come to an end in {_SECONDS} seconds") from late
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise CiteprocError(said or f"Pandoc stopped with exit status {done.returncode}")
    return done.stdout
