"""WeasyPrint measures in CSS pixels, PDF in points."""

PX = 0.75
"""Points in a CSS pixel."""
