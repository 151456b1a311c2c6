"""Layout by WeasyPrint: pure functions from a request to pages.

`section.py` lays out a section, `drawing.py` pages of furniture; `furniture.py` takes what was drawn apart.
What they take and give is in `values.py`, so that a process that lays out nothing need not load WeasyPrint.
"""
