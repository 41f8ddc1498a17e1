"""The browser finds the same words in a text as the drawn map does."""

from __future__ import annotations

import pytest

from tests.web.conftest import Browsing
from tests.web.served import Served
from waypost.drawing.terms import Lexicon
from waypost.journey.glossary import Term

pytestmark = pytest.mark.xdist_group("served")

TERMS = (
    Term(id="link", term="bank link", meaning="m", also=("bank links", "link-up")),
    Term(id="bank", term="bank", meaning="m"),
    Term(id="twice", term="Bank", meaning="another"),
    Term(id="odd", term="C++ (new/old)", meaning="m", also=("a.b", "[x]")),
    Term(id="price", term="価格", meaning="m"),
    Term(id="guest", term="अतिथि", meaning="m"),
    Term(id="cafe", term="café", meaning="m"),
)
TEXTS = (
    "My bank link failed; two bank links, one link-up.",
    "BANK and banker, embank, bank_ bank2 2bank (bank) bank’s",
    "C++ (new/old), c++ (new/old)x, a.b aXb [x] [X]",
    "この価格は高い。価格",
    "अतिथि अतिथियों",
    "Café, cafés, CAFÉ",
    "",
)
FIND = """async ([terms, texts]) => {
  const module = document.querySelector("script[src*='people/terms.js']").src;
  const { Lexicon } = await import(module);
  const lexicon = new Lexicon(terms);
  return texts.map((text) => lexicon.find(text).map(({ start, end, term }) => [text.slice(start, end), term.id]));
}"""


def test_the_browser_finds_what_the_map_finds(shared_server: Served, browser_page: Browsing) -> None:
    page = browser_page(shared_server, "viewer")
    page.goto("/w/acme/personas/")
    lexicon = Lexicon(TERMS)
    found = page.evaluate(FIND, [[term.model_dump() for term in TERMS], list(TEXTS)])
    assert found == [
        [[piece.text, piece.term.id] for piece in lexicon.pieces(text) if piece.term is not None] for text in TEXTS
    ]
    assert [len(each) for each in found] == [3, 3, 5, 2, 1, 2, 0]
