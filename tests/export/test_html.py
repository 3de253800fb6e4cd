"""The web page: read by a parser, checked for what screen readers need and for what it must not do."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from portplanner.diagram.draw import draw
from portplanner.plan.model import DocumentLanguage
from portplanner.text import Text
from tests.export import plans

VOID = {"meta", "col", "link", "img", "br", "hr", "input", "base"}
CONTENT = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "p", "span", "h1", "h2", "h3", "dl",
    "dt", "dd", "nav", "ol", "ul", "li", "main", "section", "figure", "figcaption", "strong", "progress",
    "div", "table", "caption", "colgroup", "col", "thead", "tbody", "tr", "th", "td", "bdi",
}  # fmt: skip
DRAWN = {
    "svg",
    "g",
    "a",
    "title",
    "desc",
    "rect",
    "line",
    "path",
    "polygon",
    "polyline",
    "text",
    "circle",
    "tspan",
}
Attributes = dict[str, str]


class Page(HTMLParser):
    """A page as a list of elements, each with those around it; fails for what is not well formed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, Attributes, tuple[str, ...]]] = []
        self.texts: list[tuple[str, tuple[str, ...], str]] = []  # text, tags around it, language
        self._open: list[str] = []
        self._languages: list[str] = []
        self.feed(text)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs)
        values = {name: value or "" for name, value in attrs}
        self.elements.append((tag, values, tuple(self._open)))
        if tag not in VOID:
            self._open.append(tag)
            self._languages.append(values.get("lang") or (self._languages[-1] if self._languages else ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert "svg" in self._open  # HTML itself has no such marks
        self.elements.append((tag, {name: value or "" for name, value in attrs}, tuple(self._open)))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag
        self._languages.pop()

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.texts.append((data, tuple(self._open), self._languages[-1]))

    def handle_comment(self, data: str) -> None:
        raise AssertionError(data)

    def of(self, *tags: str) -> list[Attributes]:
        return [attributes for tag, attributes, _ in self.elements if tag in tags]

    @property
    def said(self) -> str:
        return close("".join(text for text, around, _ in self.texts if "style" not in around))


def close(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def parsed(name: str, language: DocumentLanguage) -> Page:
    return Page(plans.made(plans.plan(name, language), "html").decode())


@pytest.fixture(
    scope="module", params=[(name, language) for name in plans.NAMES for language in plans.LANGUAGES], ids=str
)
def page(request: pytest.FixtureRequest) -> Page:
    return parsed(*request.param)


# What it must not do -----------------------------------------------------------------------------


def test_it_asks_for_nothing(page: Page) -> None:
    for tag, attributes, _ in page.elements:
        assert tag not in {
            "script",
            "link",
            "img",
            "iframe",
            "object",
            "embed",
            "form",
            "base",
            "image",
            "use",
        }
        for name, value in attributes.items():
            assert not name.startswith("on")
            assert name not in {"src", "srcset", "style", "xlink:href", "action", "ping", "background"}
            if name == "href":
                assert re.fullmatch(r"#[A-Za-z][\w.-]*", value)
            assert "url(" not in value
    style = "".join(text for text, around, _ in page.texts if "style" in around)
    assert "url(" not in style
    assert "@import" not in style
    assert "http" not in style
    policy = next(a["content"] for a in page.of("meta") if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")


# What people need --------------------------------------------------------------------------------


def test_it_says_its_language_and_that_of_its_parts() -> None:
    for language in plans.LANGUAGES:
        page = Page(plans.made(plans.plan("contoso-edge", language), "html").decode())
        assert page.of("html")[0]["lang"] == ("zh-TW" if language == "zh-TW" else "en")
        for text, around, lang in page.texts:
            if "style" in around or "bdi" in around:
                continue
            if re.search("[\u4e00-\u9fff]", text):
                assert lang == "zh-TW", text
    both = Page(plans.made(plans.plan("contoso-edge", "en+zh-TW"), "html").decode())
    assert {lang for _, around, lang in both.texts if "svg" in around} == {"en", "zh-TW"}


def test_headings_are_in_order(page: Page) -> None:
    levels = [int(tag[1]) for tag, _, _ in page.elements if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b <= a + 1 for a, b in pairwise(levels))


def test_every_table_has_a_caption_and_headers(page: Page) -> None:
    tags = Counter(tag for tag, _, _ in page.elements)
    assert tags["table"] == tags["caption"] == tags["thead"] == tags["tbody"]
    for tag, attributes, around in page.elements:
        if tag == "th":
            assert attributes["scope"] == ("col" if "thead" in around else "row")
    assert all(attributes.get("role") == "region" for attributes in page.of("div"))


def test_the_first_link_skips_to_the_content(page: Page) -> None:
    assert page.of("a")[0] == {"class": "skip", "href": "#content"}
    assert page.of("main")[0]["id"] == "content"


def test_ids_are_unique_and_every_link_leads_somewhere(page: Page) -> None:
    ids = [attributes["id"] for _, attributes, _ in page.elements if "id" in attributes]
    assert len(set(ids)) == len(ids)
    for _, attributes, _ in page.elements:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(attributes.get(name, "").split()) <= set(ids)
        if "href" in attributes:
            assert attributes["href"][1:] in ids


def test_every_diagram_has_a_name_and_words(page: Page) -> None:
    drawings = page.of("svg")
    assert len(drawings) == len(page.of("figure"))
    for drawing in drawings:
        assert drawing["aria-labelledby"]
        assert drawing["aria-describedby"]
        assert drawing["role"] == "group"
        assert drawing["viewbox"]


@pytest.mark.parametrize("language", plans.LANGUAGES)
def test_numbers_lead_from_the_diagram_to_the_row_and_back(language: DocumentLanguage) -> None:
    plan = plans.plan("contoso-edge", language)
    page = Page(plans.made(plan, "html").decode())
    listed = plans.checklist(plan)
    text = Text("en")
    drawn = {id for diagram in listed.diagrams for id in draw(listed, plan, diagram, text).flows}
    rows = {f"#row-{id}" for id in drawn}
    from_diagrams = {a["href"] for tag, a, around in page.elements if tag == "a" and "svg" in around}
    assert from_diagrams == rows
    places = {a.get("data-number"): a["id"] for a in page.of("g") if a.get("data-number")}
    back = [a for tag, a, around in page.elements if tag == "a" and around[-1:] == ("th",)]
    assert len(back) == len(drawn)
    assert all(re.search(r"\d+", a["aria-label"]) for a in back)
    assert len(places) == len(drawn)


def test_both_themes_and_paper_are_thought_of() -> None:
    text = plans.made(plans.plan("contoso-edge"), "html").decode()
    assert text.count("@media screen and (prefers-color-scheme: dark)") == 2  # the page's and the drawings'
    assert "@media print" in text
    assert "display: table-header-group" in text
    assert "size: A4 landscape" in text
    assert "size: letter landscape" in plans.made(plans.plan("unsubscribed"), "html").decode()


def test_colours_are_legible_in_both_themes() -> None:
    from portplanner.export.html_style import STYLE

    themes = re.findall(r":root \{(.*?)\}", STYLE, re.S)[:2]
    for theme in themes:
        colours = dict(re.findall(r"--(\w+): (#\w{6})", theme))
        for ink in ("ink", "soft", "link"):
            for ground in ("page", "head", "mark"):
                assert _contrast(colours[ink], colours[ground]) >= 4.5, (ink, ground)


def _contrast(one: str, other: str) -> float:
    def light(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = plans.plan("contoso-edge", "en+zh-TW")
    assert plans.exports(plan).bytes_of("html") == plans.made(plan, "html")
