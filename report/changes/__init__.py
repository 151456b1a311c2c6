"""What changed between two states of a dossier: an earlier PDF or commit, and the folder as it is.

Each state is a `Record`, read from a manifest (`record.py`; `recorded.py` writes it). Two go into `compare`,
`Changes` come out; `terminal.py`, `as_json.py`, `sheet.py` and the section `changes` of a dossier tell them.
"""
