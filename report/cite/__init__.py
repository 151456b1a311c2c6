"""Citations: from the order in which the dossier cites to the text of its notes and table of sources.

In go the entries, the sources and a CSL style; out come `Citations`, written by Pandoc's citeproc in one
call, without network. Nothing is known of pages or templates here.
"""

from report.cite.citing import cite
from report.cite.order import bare, sequence
from report.cite.pandoc import CiteprocError
from report.cite.styles import Refusal, Style, find_style, read_style

__all__ = ["CiteprocError", "Refusal", "Style", "bare", "cite", "find_style", "read_style", "sequence"]
