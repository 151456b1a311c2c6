"""Bodies of entries: CommonMark with Pandoc's citations, notes, divs and attributes, into HTML in pieces.

`parse_body` takes an entry's text with its place in the file; out come the pieces, the quotations and
pictures in it, and every problem that the author can mend.
"""

from report.body.parse import parse_body

__all__ = ["parse_body"]
