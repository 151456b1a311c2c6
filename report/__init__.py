"""Attest: YAML entries with citations, compiled to one paginated, footnoted dossier PDF."""

__version__ = "0.1.0"
