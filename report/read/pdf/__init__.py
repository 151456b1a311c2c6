"""Reads a PDF by a stranger: repairs, decrypts, cleans and fits it. Runs in the reader's own process."""

from report.read.pdf.read import read_pdf

__all__ = ["read_pdf"]
