"""The page as text: complete, self-contained, and deaf to everything a user might write into it."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from functools import cache
from html.parser import HTMLParser

import pytest

from tests.drawing.fixture import great_map, great_pictures, invoicing_map, invoicing_pictures
from tests.drawing.fixture.great import ARABIC, HINDI, HOSTILE, JAPANESE, LONG
from waypost.analysis.living import LivingMap
from waypost.drawing.masthead import next_line
from waypost.drawing.page import linked, map_page, marked
from waypost.journey.check import Remark
from waypost.journey.journey import Channel, Journey
from waypost.journey.workspace import Severity

VOID = {"meta", "link", "img", "input", "br", "hr"}


REMARKS = tuple(Remark("no-persona", Severity.WARNING, "j", text) for text in HOSTILE)


class Reader(HTMLParser):
    """Collects what a browser would see: elements with attributes, text, scripts."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[str] = []
        self.styles: list[str] = []
        self.text: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        place = self.open[-1] if self.open else ""
        {"script": self.scripts, "style": self.styles}.get(place, self.text).append(data)

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


@cache
def great() -> Reader:
    return read(map_page(great_map(), great_pictures(), REMARKS))


@cache
def invoicing() -> Reader:
    return read(map_page(invoicing_map(), invoicing_pictures()))


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == []
    return reader


def said(page: Reader) -> str:
    return re.sub(r"\s+", " ", " ".join(page.text))


def test_every_hostile_text_is_shown_as_text() -> None:
    everything = "".join(great().text)
    for text in HOSTILE:
        assert text in everything


def test_no_element_or_attribute_comes_from_a_user() -> None:
    own = {tag for tag, _ in invoicing().elements} | {"a"}
    assert {tag for tag, _ in great().elements} <= own
    for tag, attributes in great().elements:
        handlers = [name for name in attributes if name.startswith("on") or name in {"style", "srcdoc", "formaction"}]
        assert not handlers, (tag, handlers)


def test_the_policy_allows_this_pages_scripts_and_styles_and_nothing_else() -> None:
    policy = next(meta["content"] for meta in great().all("meta") if meta.get("http-equiv"))
    assert policy is not None
    rules = dict(rule.strip().partition(" ")[::2] for rule in policy.split(";"))
    for text, rule in ((great().scripts, "script-src"), (great().styles, "style-src")):
        hashes = {f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'" for one in text}
        assert set(rules[rule].split()) == hashes
    assert (rules["default-src"], rules["img-src"]) == ("'none'", "data:")
    assert (rules["base-uri"], rules["form-action"]) == ("'none'", "'none'")


def test_nothing_is_fetched() -> None:
    addresses = [
        value
        for tag, attributes in great().elements
        for name, value in attributes.items()
        if name in {"src", "href", "srcset", "data", "poster", "xlink:href"} and tag != "a"
    ]
    assert {(address or "").split(":")[0].split("-")[0] for address in addresses} <= {"data", "#icon"}
    assert not re.search(r"url\(|@import|fetch\(|XMLHttpRequest|import\s*\(", "".join(great().styles + great().scripts))


def test_only_web_addresses_become_links() -> None:
    links = {attributes["href"] for attributes in great().all("a")}
    assert {link for link in links if link and not link.startswith("#")} == {"https://example.org/study?a=1&b=2"}


def test_our_own_texts_may_stress_and_type_and_nothing_else() -> None:
    assert marked("*Late*: see `within`, 2 * 3 <b>") == "<em>Late</em>: see <code>within</code>, 2 * 3 &lt;b&gt;"


@pytest.mark.parametrize(
    "text", ["javascript:alert(1)", "see https://example.org", "data:text/html,x", "https://a b", "//x"]
)
def test_anything_but_a_plain_web_address_stays_text(text: str) -> None:
    assert "<a" not in linked(text)


def test_ids_are_unique_and_references_resolve() -> None:
    ids = [attributes["id"] for _, attributes in great().elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    for tag, attributes in great().elements:
        for name in ("aria-labelledby", "aria-describedby", "popovertarget", "for"):
            assert attributes.get(name) is None or attributes[name] in ids, (tag, name)
        if tag in {"use", "a"} and (attributes.get("href") or "").startswith("#"):
            assert (attributes["href"] or "")[1:] in ids


def test_all_that_was_written_is_on_the_map() -> None:
    text = said(great())
    for part in (
        ARABIC,
        HINDI,
        LONG,
        "Systems we touch",
        "overdue since",
        "Customer operations",
        "経理担当",
        "8 of 12 employees",
    ):
        assert part in text
    assert JAPANESE in text.replace(" ", "")


def test_empty_lanes_are_not_shown() -> None:
    assert "Never filled" not in said(great())


def test_the_key_tells_an_interval_from_a_middle_half_and_what_a_tick_is() -> None:
    text = said(invoicing())
    assert "around a time its middle half" in text
    assert "everyone, beside a segment" in text
    living = invoicing_map()
    assert living.measures is not None
    alone = replace(living, measures=replace(living.measures, segments={}))
    assert "everyone, beside a segment" not in said(read(map_page(alone, {})))


def test_a_missing_picture_is_said_with_what_it_shows() -> None:
    assert "picture missing:" in said(great())


def test_users_words_may_run_either_way() -> None:
    headings = [attributes for tag, attributes in great().elements if tag in {"h1", "h3"} and "dir" in attributes]
    assert headings
    assert all(attributes["dir"] == "auto" for attributes in headings)


def test_every_figure_can_be_reached_and_says_all_it_knows() -> None:
    figures = [attributes for _, attributes in invoicing().elements if "data-facts" in attributes]
    assert len(figures) > 60
    for attributes in figures:
        assert attributes.get("aria-label")
        assert "tabindex" in attributes or attributes.get("type") == "button"
    shares = [attributes["aria-label"] or "" for attributes in figures if attributes.get("data-measure") == "reach"]
    assert all("95 % interval" in label or "needs" in label for label in shares)


def test_every_measure_shown_is_defined_on_the_page() -> None:
    measures = {attributes["data-measure"] for _, attributes in invoicing().elements if "data-measure" in attributes}
    assert len(measures) >= 8
    assert measures <= {attributes.get("data-defines") for _, attributes in invoicing().elements}


def test_a_map_without_measures_is_complete_and_says_what_comes_next() -> None:
    living = invoicing_map(measured=False)
    text = said(read(map_page(living, invoicing_pictures(), advice=next_line(living))))
    assert "not enough data" not in text
    assert "outside our view" not in text
    assert "Next: point the touchpoints at real events" in text
    assert "Coverage" not in text


STEP = {"id": "s", "name": "The lease ends"}


@pytest.mark.parametrize(
    ("phases", "teaches"),
    [
        ([], "A map begins with its phases"),
        ([{"id": "p", "name": "Notice"}], "Next: under each phase, the steps"),
        ([{"id": "p", "name": "Notice", "steps": [STEP]}], "Next: say whose journey this is"),
    ],
)
def test_the_smallest_maps_are_drawn_and_teach_what_comes_next(phases: list[object], teaches: str) -> None:
    journey = Journey.model_validate({"id": "j", "name": "Move house", "phases": phases})
    living = LivingMap(journey, date(2027, 1, 1))
    assert teaches in said(read(map_page(living, {}, advice=next_line(living))))
    shown = said(read(map_page(living, {})))
    assert teaches not in shown, "who only reads the map is not taught to draw it"
    assert ("This map has no phases yet." in shown) == (not phases)


def test_dashes_of_others_icons_have_gaps_to_be_seen() -> None:
    styles = "".join(invoicing().styles)
    pen = re.search(r"\.icon\{[^}]*stroke-width:([\d.]+);stroke-linecap:round", styles)
    dashes = re.search(r"\.theirs \.icon\{[^}]*stroke-dasharray:([\d.]+) ([\d.]+)", styles)
    assert pen is not None
    assert dashes is not None
    assert (
        float(dashes[2]) - float(pen[1]) >= 1
    )  # a round end reaches half the pen's width into the gap, from both sides


def test_every_channel_has_an_icon_of_its_own() -> None:
    symbols = [attributes["id"] for attributes in invoicing().all("symbol")]
    assert symbols == [f"icon-{channel.value}" for channel in Channel]
