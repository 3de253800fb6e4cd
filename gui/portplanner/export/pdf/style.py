"""Sizes, spaces and colours of the printed document, in one place. Sizes are points."""

from __future__ import annotations

INK = "#1B1F24"
SOFT = "#57606A"
ACCENT = "#0F6CBD"
ALERT = "#A4262C"
HAIRLINE = "#DDE1E6"
RULE = "#B9C0C8"
TINT = "#F4F8FC"
BOX = "#8C959F"  # the frame of a box that people fill in
IDLE = "#E4E8EC"  # the part of a bar that stands for nothing done

PAGES = {"A4": (841.89, 595.28), "Letter": (792.0, 612.0)}  # landscape: the tables are wide
MARGIN = 42.0
TOP = 56.0
BOTTOM = 46.0

TITLE = 27.0
HEADING = 16.0
BAND = 10.0
TEXT = 9.0
SMALL = 8.0
LEADING = 1.38  # line height, times the size
PAD = 4.5  # above and below a row
GUTTER = 10.0  # between columns
TICK = 10.5
FIELD = 15.0  # the height of a box for one line of handwriting
