"""xxHash of 32 bits: small numbers that other programs make of the same texts."""

from __future__ import annotations

_P1, _P2, _P3, _P4, _P5 = 2654435761, 2246822519, 3266489917, 668265263, 374761393
_ALL = 0xFFFFFFFF


def xxh32(data: bytes, seed: int = 0) -> int:
    """Return the XXH32 of bytes."""
    at, end = 0, len(data)
    if end >= 16:
        lanes = [seed + _P1 + _P2, seed + _P2, seed, seed - _P1]
        while at + 16 <= end:
            for lane in range(4):
                lanes[lane] = _turned(lanes[lane] + _word(data, at) * _P2, 13) * _P1 & _ALL
                at += 4
        made = sum(_turned(lane, by) for lane, by in zip(lanes, (1, 7, 12, 18), strict=True))
    else:
        made = seed + _P5
    made += end
    while at + 4 <= end:
        made = _turned(made + _word(data, at) * _P3, 17) * _P4
        at += 4
    for byte in data[at:]:
        made = _turned(made + byte * _P5, 11) * _P1
    made &= _ALL
    made = (made ^ made >> 15) * _P2 & _ALL
    made = (made ^ made >> 13) * _P3 & _ALL
    return made ^ made >> 16


def _turned(number: int, by: int) -> int:
    number &= _ALL
    return (number << by | number >> 32 - by) & _ALL


def _word(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


__all__ = ["xxh32"]
