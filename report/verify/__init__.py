r"""Quotations proven against their sources: a library that knows no file and no PDF.

>>> from report.model.attestation import Document, PageWords
>>> page = PageWords(1, "There should be no impu-\nnity for such viola\ufb01ons.")
>>> find("There should be no impunity", Document(((page,),))).verdict.value
'verbatim'
>>> find("There should be impunity", Document(((page,),))).changes
(Change(quoted='', source='no'),)
"""

from report.verify.find import Index, find
from report.verify.lines import LineIndex

__all__ = ["Index", "LineIndex", "find"]
