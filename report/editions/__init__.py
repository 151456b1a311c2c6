"""Editions: what was handed out, kept whole under `editions/NAME/`, and what every page says of it.

One file for one thing: which names there can be (`names`), what is kept and how (`keep`), what an earlier
edition had (`kept`), the hash of the content (`content`), what stands on the pages (`imprint`).
"""
