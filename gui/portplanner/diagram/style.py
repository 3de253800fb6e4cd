"""Colours and sizes of the diagrams, in one place. Text colours hold 4.5:1 on what lies below them."""

from __future__ import annotations

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "page": "#FFFFFF",
    "lane": "#F3F4F6",
    "lane-edge": "#E3E5E8",
    "lane-perimeter": "#FBF4E9",
    "lane-perimeter-edge": "#EFDFC4",
    "lane-internal": "#EDF4FB",
    "lane-internal-edge": "#CFE2F3",
    "header": "#54595F",
    "header-perimeter": "#8A5A0B",
    "header-internal": "#0F5FA8",
    "header-ink": "#FFFFFF",
    "ink": "#1F2328",
    "ink-soft": "#4B525A",
    "arrow": "#0F6CBD",
    "marker": "#0B4F8C",
    "marker-edge": "#FFFFFF",
    "marker-ink": "#FFFFFF",
    "link": "#DDEFE3",
    "link-edge": "#7DB795",
    "link-ink": "#1F6B41",
    "rule": "#E6F3EA",
    "rule-edge": "#3F8F62",
    "server": "#FFFFFF",
    "server-edge": "#9AB8D6",
    "frame": "",
    "frame-edge": "#0F5FA8",
    "chip": "#FFFFFF",
    "chip-edge": "#0F6CBD",
    "chip-ink": "#0B4F8C",
    "firewall": "#6B7280",
    "glyph": "#3B4148",
    "glyph-light": "#FFFFFF",
    "glyph-accent": "#0F6CBD",
    "brick": "#A4472F",
    "brick-joint": "#FFFFFF",
    "halo": "#FFB900",
    "added": "#0A7A5C",
    "removed": "#C0362C",
    "altered": "#8A5A00",
    "kept": "#66717D",
}

DARK: Mapping[str, str] = {
    "page": "#16191D",
    "lane": "#22262B",
    "lane-edge": "#343A41",
    "lane-perimeter": "#2B2519",
    "lane-perimeter-edge": "#4A3D22",
    "lane-internal": "#172534",
    "lane-internal-edge": "#274765",
    "header": "#5A6169",
    "header-perimeter": "#8A5A0B",
    "header-internal": "#0F5FA8",
    "header-ink": "#FFFFFF",
    "ink": "#F2F4F6",
    "ink-soft": "#C2C8CF",
    "arrow": "#5CB0FF",
    "marker": "#CFE7FF",
    "marker-edge": "#16191D",
    "marker-ink": "#0B2A47",
    "link": "#1B3A2A",
    "link-edge": "#4E9A70",
    "link-ink": "#9BE0B8",
    "rule": "#152B20",
    "rule-edge": "#4E9A70",
    "server": "#1E2730",
    "server-edge": "#4C739A",
    "frame": "",
    "frame-edge": "#5CB0FF",
    "chip": "#0F2437",
    "chip-edge": "#5CB0FF",
    "chip-ink": "#CFE7FF",
    "firewall": "#A3ABB5",
    "glyph": "#DDE2E7",
    "glyph-light": "#1E2730",
    "glyph-accent": "#5CB0FF",
    "brick": "#C4694F",
    "brick-joint": "#16191D",
    "halo": "#FFB900",
    "added": "#4CC38A",
    "removed": "#FF8F85",
    "altered": "#E2B340",
    "kept": "#9AA6B2",
}

# Sizes in points.
TEXT = 12.0
TEXT_SMALL = 11.0
TEXT_HEADER = 12.5
TEXT_CHIP = 11.5
TEXT_MARKER = 11.5
LINE_HEIGHT = 1.35  # times the text size
