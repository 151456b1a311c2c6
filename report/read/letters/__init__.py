"""The letters of fitted pages with their places. Runs in a reader's process, but for `frame`, which both
sides use: in goes a PDF of fitted pages, out come bytes, a page after the other.
"""
