"""Reads a PDF by a stranger: repairs, decrypts, cleans and fits it. Runs in the reader's own process."""
