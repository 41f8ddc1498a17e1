from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from waypost.drawing.terms import Lexicon
from waypost.journey.glossary import Term


def lexicon(*terms: str, **also: tuple[str, ...]) -> Lexicon:
    return Lexicon(
        [Term(id=f"t{place}", term=term, meaning="…", also=also.get(term, ())) for place, term in enumerate(terms)]
    )


def found(words: Lexicon, text: str) -> list[str]:
    return [piece.text for piece in words.pieces(text) if piece.term is not None]


def test_terms_are_whole_words_in_any_case() -> None:
    assert found(lexicon("bank"), "Bank, banker, and the BANK") == ["Bank", "BANK"]


def test_the_longest_term_wins() -> None:
    assert found(lexicon("bank", "bank link"), "the bank link of my bank") == ["bank link", "bank"]


def test_other_spellings_mean_the_same_term() -> None:
    words = lexicon("invoice", invoice=("invoices", "bill"))
    assert [piece.term.term for piece in words.pieces("bill or invoices") if piece.term] == ["invoice", "invoice"]


def test_scripts_without_spaces_need_no_word_boundary() -> None:
    assert found(lexicon("請求書"), "最初の請求書を送り") == ["請求書"]
    assert found(lexicon("दर"), "दरवाज़ा") == []


def test_terms_are_text_and_never_a_pattern() -> None:
    assert found(lexicon("a.c (x)"), "abc a.c (x)") == ["a.c (x)"]


WORDS = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=6)


@given(st.lists(WORDS, max_size=4), st.text(max_size=60))
def test_the_pieces_are_the_text_again(terms: list[str], text: str) -> None:
    words = lexicon(*terms)
    assert "".join(piece.text for piece in words.pieces(text)) == text
