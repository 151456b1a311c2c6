"""Colour spaces of pictures as PDF writes them (ISO 32000-1, 8.6)."""

from __future__ import annotations

from pikepdf import Array, Name, Object, Pdf

ICC_LARGEST = 4_000_000
"""Bytes. A profile that is larger holds something else than colours."""

_DEVICE = {1: Name.DeviceGray, 3: Name.DeviceRGB, 4: Name.DeviceCMYK}
_ICC = {1: b"GRAY", 3: b"RGB ", 4: b"CMYK"}


def colour_space(pdf: Pdf, components: int, profile: bytes) -> Object:
    """The space of the picture's profile, or the device's where it has none that fits."""
    if not fits(profile, components):
        return _DEVICE[components]
    stream = pdf.make_stream(profile, N=components, Alternate=_DEVICE[components])
    return pdf.make_indirect(Array([Name.ICCBased, stream]))


def fits(profile: bytes, components: int) -> bool:
    """Whether it is an ICC profile for so many components (ICC.1:2010, 7.2)."""
    return (
        128 < len(profile) <= ICC_LARGEST
        and profile[36:40] == b"acsp"
        and profile[16:20] == _ICC[components]
        and int.from_bytes(profile[:4]) == len(profile)
    )
