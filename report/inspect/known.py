"""What was inspected before and found sound, so that only what changed is inspected again.

A part is known by a digest of all that its pages show and of what they were to show. The digests are plain
text and can be kept from one process to the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from report import __version__
from report.join import Part, looks
from report.model import Furniture


class Known:
    """`digests` are those of sound parts. Empty at first: then all is inspected."""

    def __init__(self, digests: Iterable[str] = ()) -> None:
        self.digests = set(digests)
        self._last: dict[str, tuple[Part, str]] = {}

    def unknown(self, parts: Sequence[Part]) -> frozenset[str]:
        """The IDs of the sections whose parts are not known as sound."""
        return frozenset(
            name for name, digest in self._digests_of(parts).items() if digest not in self.digests
        )

    def learn(self, parts: Sequence[Part]) -> None:
        """All of the parts are sound; others that were known are forgotten."""
        self.digests = set(self._digests_of(parts).values())

    def _digests_of(self, parts: Sequence[Part]) -> dict[str, str]:
        furniture: dict[int, str] = {}
        last: dict[str, tuple[Part, str]] = {}
        for part in parts:
            before = self._last.get(part.section.id)
            if before is not None and before[0] == part:
                last[part.section.id] = (part, before[1])
            else:
                last[part.section.id] = (part, _digest(part, furniture))
        self._last = last
        return {name: digest for name, (_, digest) in last.items()}


def _digest(part: Part, furniture: dict[int, str]) -> str:
    """`furniture` keeps what was found for each kind, by its identity."""
    section = part.section
    digest = sha256(f"{__version__} {section.id} {part.blank} {part.mirrored}".encode())
    if section.file is not None:
        seen = section.file.pdf.stat()
        digest.update(f"{section.file.pdf} {seen.st_mtime_ns} {seen.st_size}".encode())
        return digest.hexdigest()
    digest.update(section.html.encode())
    digest.update(part.sheets.pdf)
    digest.update(repr(sorted(part.numbers.items())).encode())
    for label, item in zip(part.labels, part.furniture, strict=True):
        if item is None:
            digest.update(b"none")
            continue
        kind = furniture.setdefault(id(item.furniture), "")
        if not kind:
            kind = furniture[id(item.furniture)] = _kind(item.furniture)
        digest.update(f"{label} {kind} {item.texts} {item.links} {item.highlights}".encode())
    return digest.hexdigest()


def _kind(furniture: Furniture) -> str:
    return sha256(repr(looks(furniture)).encode()).hexdigest()
