"""The letters of pages as bytes, as they come out of a reader and are kept: packed there, checked here.

A reader may have been taken over by the file that it read: nothing is taken on trust, and nothing but
numbers and text can come out. For each page: its number, the bytes of its text, how many characters these
are, how many other orders there are (four numbers of 32 bits); the text in UTF-8; four numbers for each
character; then for each other order the bytes, the characters, the text and a number for each character.
All is in the machine's own byte order: it never leaves the machine.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterable, Iterator, Sequence

from report.read.answers import MalformedError
from report.read.letters.page import Letters, Order

_MAGIC = b"letters1"
_PAGE = struct.Struct("=IIII")
_ORDER = struct.Struct("=II")
_MOST_ORDERS = 8
_WORD = array("i").itemsize


def numbers(values: Iterable[int]) -> array[int]:
    """As pages and orders have them."""
    return array("i", values)


def packed(pages: Sequence[Letters]) -> bytes:
    return b"".join((_MAGIC, *(part for page in pages for part in _page(page))))


def _page(page: Letters) -> Iterator[bytes]:
    text = page.text.encode("utf-8", "replace")
    yield _PAGE.pack(page.number, len(text), len(page.text), len(page.others))
    yield text
    yield page.edges.tobytes()
    for order in page.others:
        text = order.text.encode("utf-8", "replace")
        yield _ORDER.pack(len(text), len(order.text))
        yield text
        yield order.places.tobytes()


def unpacked(data: bytes, most: int, known: bool = False) -> tuple[Letters, ...]:
    """The pages in these bytes, their numbers rising, none above `most`. Raises MalformedError.

    `known`: they were unpacked before, and are the same; what takes time is not looked at again.
    """
    source = _Source(data)
    if source.take(len(_MAGIC)) != _MAGIC:
        raise MalformedError("not the letters of pages")
    pages: list[Letters] = []
    while source.left:
        pages.append(_read_page(source, known))
    numbers = [page.number for page in pages]
    if numbers != sorted(set(numbers)) or (numbers and not 0 < numbers[0] <= numbers[-1] <= most):
        raise MalformedError("pages that are not there")
    return tuple(pages)


def _read_page(source: _Source, known: bool) -> Letters:
    number, size, count, orders = _PAGE.unpack(source.take(_PAGE.size))
    text = source.text(size, count)
    edges = source.numbers(4 * count)  # any number of 32 bits is a place, on paper or not
    if orders > _MOST_ORDERS:
        raise MalformedError("orders without end")
    return Letters(number, text, edges, tuple(_read_order(source, count, known) for _ in range(orders)))


def _read_order(source: _Source, characters: int, known: bool) -> Order:
    size, count = _ORDER.unpack(source.take(_ORDER.size))
    text = source.text(size, count)
    places = source.numbers(count)
    if places and not known and not (min(places) >= -1 and max(places) < characters):
        raise MalformedError("characters that the page does not have")
    return Order(text, places)


class _Source:
    """Bytes that are taken from the front."""

    def __init__(self, data: bytes) -> None:
        self._data = memoryview(data)
        self._at = 0

    @property
    def left(self) -> bool:
        return self._at < len(self._data)

    def take(self, size: int) -> bytes:
        """Raises MalformedError when there are fewer."""
        end = self._at + size
        if end > len(self._data):
            raise MalformedError("it ends too early")
        piece = self._data[self._at : end]
        self._at = end
        return piece.tobytes()

    def text(self, size: int, count: int) -> str:
        try:
            text = self.take(size).decode()
        except UnicodeDecodeError as fault:
            raise MalformedError("not UTF-8") from fault
        if len(text) != count:
            raise MalformedError("another number of characters")
        return text

    def numbers(self, count: int) -> array[int]:
        return array("i", self.take(count * _WORD))
