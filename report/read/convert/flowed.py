"""The text of a mail as paragraphs, with the depth to which each is quoted."""

from __future__ import annotations

import re
from collections.abc import Iterator


def paragraphs(text: str, *, flowed: bool = False, joined: bool = False) -> Iterator[tuple[int, str]]:
    """Depth and text of each paragraph; "" for an empty line.

    As a rule every line is one, as it stands. With `flowed` (RFC 3676, format=flowed) lines that end in a
    space go on in the next of the same depth; with `joined` (delsp=yes) that space is not part of the text.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n")
    if not flowed:
        yield from ((0, line) for line in lines)
        return
    open_depth, open_text = -1, ""
    for line in lines:
        depth = len(re.match(r">*", line)[0])  # type: ignore[index]  # it matches whatever comes
        content = line[depth:].removeprefix(" ")  # RFC 3676, 4.4: stuffed
        signature = content == "-- "  # 4.3
        if open_depth >= 0 and (depth != open_depth or signature):
            yield open_depth, open_text
            open_depth, open_text = -1, ""
        if content.endswith(" ") and not signature:
            open_depth, open_text = depth, open_text + (content[:-1] if joined else content)
            continue
        yield depth, open_text + content
        open_depth, open_text = -1, ""
    if open_depth >= 0:
        yield open_depth, open_text
