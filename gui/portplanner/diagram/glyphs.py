"""The pictures that stand for roles, drawn for this project in a box of 100 by 100, y downward.

Paths use only absolute ``M x y``, ``L x y``, ``C x1 y1 x2 y2 x y`` and ``Z``, every token apart by
one space, so that each painter needs a few lines to draw them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Part:
    """One path of a glyph. ``fill`` and ``stroke`` are colour names of the style, "" for none."""

    d: str
    fill: str = "glyph"
    stroke: str = ""
    stroke_width: float = 0.0


def _box(x: float, y: float, w: float, h: float, r: float = 0.0) -> str:
    if not r:
        return f"M {x} {y} L {x + w} {y} L {x + w} {y + h} L {x} {y + h} Z"
    k = r * 0.4477  # distance of a Bezier handle that makes a quarter circle
    right, bottom = x + w, y + h
    return (
        f"M {x + r} {y} L {right - r} {y} C {right - k} {y} {right} {y + k} {right} {y + r} "
        f"L {right} {bottom - r} C {right} {bottom - k} {right - k} {bottom} {right - r} {bottom} "
        f"L {x + r} {bottom} C {x + k} {bottom} {x} {bottom - k} {x} {bottom - r} "
        f"L {x} {y + r} C {x} {y + k} {x + k} {y} {x + r} {y} Z"
    )


def _circle(x: float, y: float, r: float) -> str:
    k = r * 0.5523
    return (
        f"M {x} {y - r} C {x + k} {y - r} {x + r} {y - k} {x + r} {y} "
        f"C {x + r} {y + k} {x + k} {y + r} {x} {y + r} "
        f"C {x - k} {y + r} {x - r} {y + k} {x - r} {y} "
        f"C {x - r} {y - k} {x - k} {y - r} {x} {y - r} Z"
    )


def _server(x: float = 10) -> tuple[Part, ...]:
    return (
        Part(_box(x, 4, 46, 92, 5)),
        Part(_box(x + 9, 16, 28, 6, 2), "glyph-light"),
        Part(_box(x + 9, 28, 28, 6, 2), "glyph-light"),
        Part(_circle(x + 34, 84, 4), "glyph-light"),
    )


def _badge(x: float, y: float, w: float, h: float) -> Part:
    return Part(_box(x, y, w, h, 6), "glyph-accent", "glyph-light", 4)


def _envelope(x: float, y: float, w: float, h: float, fill: str, ink: str) -> tuple[Part, ...]:
    return (
        Part(_box(x, y, w, h, 5), fill, "glyph-light", 4),
        Part(f"M {x + 6} {y + 8} L {x + w / 2} {y + h * 0.6} L {x + w - 6} {y + 8}", "", ink, 5),
    )


_PERSON = (
    Part(_circle(42, 26, 19)),
    Part("M 8 92 C 8 62 20 50 42 50 C 64 50 76 62 76 92 Z"),
)


def _bricks(top: float, height: float, left: float = 4, width: float = 92) -> tuple[Part, ...]:
    course = height / 3
    right = left + width
    return (
        Part(_box(left, top, width, height, 3), "brick"),
        *(
            Part(f"M {left} {top + i * course} L {right} {top + i * course}", "", "brick-joint", 5)
            for i in (1, 2)
        ),
        *(
            Part(f"M {x} {top + i * course} L {x} {top + (i + 1) * course}", "", "brick-joint", 5)
            for i, joints in enumerate((_JOINTS[0], _JOINTS[1], _JOINTS[0]))
            for x in (left + width * share for share in joints)
        ),
    )


_JOINTS = ((0.34, 0.66), (0.17, 0.5, 0.83))

GLYPHS: Mapping[str, tuple[Part, ...]] = {
    "client": (*_PERSON, *_envelope(48, 60, 46, 34, "glyph-accent", "glyph-light")),
    "mail-in": (
        *_envelope(4, 18, 72, 54, "glyph", "glyph-light"),
        Part("M 54 64 L 76 64 L 76 52 L 98 74 L 76 96 L 76 84 L 54 84 Z", "glyph-accent", "lane", 4),
    ),
    "mail-out": (
        *_envelope(24, 18, 72, 54, "glyph", "glyph-light"),
        Part("M 46 64 L 24 64 L 24 52 L 2 74 L 24 96 L 24 84 L 46 84 Z", "glyph-accent", "lane", 4),
    ),
    "client-access": (
        *_server(),
        _badge(40, 50, 56, 40),
        Part(
            "M 46 70 L 58 58 L 58 66 L 78 66 L 78 58 L 90 70 L 78 82 L 78 74 L 58 74 L 58 82 Z", "glyph-light"
        ),
    ),
    "mailbox": (
        *_server(),
        *_envelope(40, 50, 56, 40, "glyph-accent", "glyph-light"),
    ),
    "edge-transport": (
        *_server(),
        Part("M 68 44 L 94 53 C 94 74 86 86 68 95 C 50 86 42 74 42 53 Z", "glyph-accent", "glyph-light", 4),
        Part("M 54 68 L 64 79 L 83 58", "", "glyph-light", 6),
    ),
    "smart-host": (
        *_server(),
        _badge(40, 50, 56, 40),
        Part("M 48 66 L 70 66 L 70 58 L 88 70 L 70 82 L 70 74 L 48 74 Z", "glyph-light"),
    ),
    "internet": (
        Part(_circle(50, 50, 42), "", "header-ink", 6),
        Part("M 50 8 C 24 26 24 74 50 92", "", "header-ink", 5),
        Part("M 50 8 C 76 26 76 74 50 92", "", "header-ink", 5),
        Part("M 8 50 L 92 50", "", "header-ink", 5),
        Part("M 15 29 L 85 29", "", "header-ink", 5),
        Part("M 15 71 L 85 71", "", "header-ink", 5),
    ),
    "perimeter": (
        Part("M 50 6 L 90 20 C 90 58 78 80 50 95 C 22 80 10 58 10 20 Z", "", "header-ink", 7),
        Part("M 50 24 L 74 32 C 74 56 66 68 50 78 Z", "header-ink"),
    ),
    "internal": (
        Part(_box(10, 30, 34, 64, 2), "header-ink"),
        Part(_box(50, 8, 40, 86, 2), "header-ink"),
        *(Part(_box(x, y, 8, 9), "header-internal") for y in (18, 36, 54, 72) for x in (58, 74)),
        *(Part(_box(x, y, 7, 8), "header-internal") for y in (40, 56, 72) for x in (16, 30)),
    ),
    "cloud": (
        Part(
            "M 28 82 C 10 82 4 70 6 60 C 8 50 16 44 26 44 C 28 26 42 16 58 20 C 70 23 77 32 78 42 "
            "C 90 43 97 52 96 62 C 95 74 86 82 76 82 Z",
            "",
            "header-ink",
            7,
        ),
    ),
    "firewall": _bricks(20, 60),
    "no-wall": (
        *_bricks(26, 48),
        Part(_circle(50, 50, 44), "", "link-ink", 9),
        Part("M 20 80 L 80 20", "", "link-ink", 9),
    ),
    "chevron-up": (Part("M 16 68 L 50 34 L 84 68", "", "link-ink", 16),),
    "chevron-down": (Part("M 16 32 L 50 66 L 84 32", "", "link-ink", 16),),
    "server": (
        Part(_box(22, 4, 56, 92, 6)),
        Part(_box(33, 18, 34, 8, 2), "glyph-light"),
        Part(_box(33, 34, 34, 8, 2), "glyph-light"),
        Part(_circle(62, 80, 6), "glyph-light"),
    ),
    "dns": (
        *_server(),
        Part(_circle(68, 70, 27), "glyph-accent", "glyph-light", 4),
        Part("M 68 43 C 52 54 52 86 68 97", "", "glyph-light", 4),
        Part("M 68 43 C 84 54 84 86 68 97", "", "glyph-light", 4),
        Part("M 41 70 L 95 70", "", "glyph-light", 4),
    ),
    "domain-controller": (
        *_server(),
        Part("M 68 42 L 96 92 L 40 92 Z", "glyph-accent", "glyph-light", 4),
        *(Part(_circle(x, y, 5), "glyph-light") for x, y in ((68, 62), (58, 81), (78, 81))),
        Part("M 68 62 L 58 81 L 78 81 Z", "", "glyph-light", 3),
    ),
    "skype": (
        *_server(),
        Part(
            "M 44 46 L 92 46 C 95 46 97 48 97 51 L 97 77 C 97 80 95 82 92 82 L 66 82 L 54 95 L 54 82 L 44 82 "
            "C 41 82 39 80 39 77 L 39 51 C 39 48 41 46 44 46 Z",
            "glyph-accent",
            "glyph-light",
            4,
        ),
        *(Part(_circle(x, 64, 4.5), "glyph-light") for x in (54, 68, 82)),
    ),
    "exchange-online": (
        Part(
            "M 26 84 C 8 84 2 72 4 61 C 6 50 15 44 25 44 C 27 25 42 14 59 18 C 71 21 79 30 80 41 "
            "C 92 42 99 52 98 63 C 97 76 87 84 76 84 Z"
        ),
        Part(_box(30, 44, 42, 28, 3), "glyph-light"),
        Part("M 35 50 L 51 61 L 67 50", "", "glyph", 5),
    ),
    "proxy": (
        *_server(),
        _badge(40, 50, 56, 40),
        Part("M 46 70 L 60 70", "", "glyph-light", 6),
        Part(_circle(68, 70, 8), "", "glyph-light", 5),
        Part("M 76 70 L 90 70", "", "glyph-light", 6),
    ),
    "voip-gateway": (
        *_server(),
        _badge(40, 48, 56, 46),
        Part(
            "M 54 56 L 60 56 L 63 66 L 58 70 C 61 76 65 80 71 83 L 75 78 L 85 81 L 85 87 "
            "C 66 90 50 74 54 56 Z",
            "glyph-light",
        ),
    ),
    "adfs": (
        *_server(),
        _badge(40, 48, 56, 46),
        Part(_circle(58, 71, 10), "", "glyph-light", 6),
        Part("M 68 71 L 89 71 L 89 81 M 80 71 L 80 79", "", "glyph-light", 6),
    ),
}
