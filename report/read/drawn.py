"""What readers say of how pages look, as both sides know it: the compiler, and the readers' own process.

The compiler needs nothing else of what runs there, and does not load it.
"""

from __future__ import annotations

RESOLUTION = 300
"""Dots per inch of a page as a picture: the least that Tesseract's manual asks for ("Improving the quality of
the output")."""

BLANK = b"P5 1 1 255\n\xff"
"""The picture of a page that has one colour all over: there is nothing to recognise."""

NOTHING = 255
"""How much of a page is pictures, where nothing is drawn on it."""
