"""Puts a finished file in its place: whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from report.model import Place, Problem, error


def write_whole(target: Path, data: bytes) -> tuple[Problem, ...]:
    """Write beside the target and move into place, so that a file from before is never harmed.

    What cannot be written is a problem of the output, not an exception.
    """
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _replace(target, data)
    except OSError as trouble:
        reason = trouble.strerror or str(trouble)
        return (
            error(
                "unwritable-output",
                f"the PDF cannot be written: {reason}",
                Place(str(target.absolute())),
                "choose another place with -o, or mend the folder's permissions or space",
            ),
        )
    return ()


def _replace(target: Path, data: bytes) -> None:
    with NamedTemporaryFile(dir=target.parent, prefix=f".{target.name}-", delete=False) as file:
        temporary = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            # A temporary file is its maker's alone; the PDF is as readable as any new file.
            temporary.chmod(0o666 & ~_umask())
            temporary.replace(target)
        except BaseException:  # also when interrupted: nothing is left behind
            with suppress(OSError):
                temporary.unlink()
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
