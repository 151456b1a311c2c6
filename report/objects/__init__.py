"""What pages are as objects of a PDF, wherever in a file they will stand.

In go the sheets of a section; out comes a `Body`, which `join` numbers and writes.
"""
