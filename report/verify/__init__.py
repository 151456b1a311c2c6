"""Finds quotations in sources."""
