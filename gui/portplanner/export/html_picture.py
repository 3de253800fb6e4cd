"""A drawing inside a page: the SVG file's own marks, with links to the rows and colours of both themes."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from portplanner.diagram.drawing import Drawing
from portplanner.export.svg import document
from portplanner.text import Language

_NAMESPACE = "{http://www.w3.org/2000/svg}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_REFERENCES = ("aria-labelledby", "aria-describedby")


class Pictures:
    """Turns drawings into inline SVG. ``rows`` has the anchor of each numbered flow's row."""

    def __init__(self, rows: Mapping[str, str]) -> None:
        self.places: dict[str, str] = {}  # of each number: its anchor in the first drawing that shows it
        self._rows = rows
        self._colours: dict[tuple[str, str, str], str] = {}
        self._count = 0

    def svg(self, drawing: Drawing, language: Language) -> str:
        """Return the drawing for a page."""
        self._count += 1
        root = _parsed(document(drawing, language))
        dark = _parsed(document(drawing, language, dark=True))
        for element, other in zip(root.iter(), dark.iter(), strict=True):
            element.tag = element.tag.removeprefix(_NAMESPACE)
            self._colour(element, other)
            self._own_ids(element)
        root.set("lang", root.attrib.pop(_LANG, language))
        for parent in list(root.iter()):
            for place, child in enumerate(list(parent)):
                self._link(parent, place, child)
        return ElementTree.tostring(root, encoding="unicode").strip()

    def style(self) -> str:
        """Return the rules that give all drawings so far their dark colours."""
        dark = "\n".join(f".{name} {{ {what}: {b}; }}" for (what, _, b), name in self._colours.items())
        return f"@media screen and (prefers-color-scheme: dark) {{\n{dark}\n}}\n"

    def _colour(self, element: Element, dark: Element) -> None:
        for what in ("fill", "stroke"):
            pair = (what, element.get(what, ""), dark.get(what, ""))
            if pair[1] == pair[2]:
                continue
            name = self._colours.setdefault(pair, f"c{len(self._colours) + 1}")
            element.set("class", f"{element.get('class', '')} {name}".strip())

    def _own_ids(self, element: Element) -> None:
        """Give the ids a beginning of their own: a page holds several drawings."""
        before = f"d{self._count}-"
        if "id" in element.attrib:
            element.set("id", before + element.attrib["id"])
        for name in _REFERENCES:
            if name in element.attrib:
                element.set(name, " ".join(before + id for id in element.attrib[name].split()))

    def _link(self, parent: Element, place: int, child: Element) -> None:
        number = child.get("data-number", "")
        if number not in self._rows or "id" not in child.attrib:
            return
        self.places.setdefault(number, child.attrib["id"])
        link = Element("a", {"href": f"#{self._rows[number]}"})
        link.tail, child.tail = child.tail, None
        link.append(child)
        parent[place] = link


def _parsed(svg: bytes) -> Element:
    return ElementTree.fromstring(svg)
