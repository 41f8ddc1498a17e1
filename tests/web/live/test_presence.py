"""Who is where: told when it is new, forgotten after a silence."""

from __future__ import annotations

from waypost.web.live.presence import MOST, SILENCE, Place, Presence

TOPIC = "document:1"
ADA, EVA = ("u1", "Ada Park", "AP"), ("u2", "Eva Editor", "EE")


def test_the_same_place_is_no_news_but_a_sign_of_life() -> None:
    presence, place = Presence(), Place(TOPIC, "here", ADA, "pays")
    assert presence.hear(place, 0)
    assert not presence.hear(place, SILENCE)
    assert presence.silent(2 * SILENCE) == []
    assert presence.silent(2 * SILENCE + 1) == [place]


def test_who_went_is_forgotten_and_goes_once() -> None:
    presence, gone = Presence(), Place(TOPIC, "here", ADA, gone=True)
    presence.hear(Place(TOPIC, "here", ADA, "pays"), 0)
    assert presence.hear(gone, 1)
    assert not presence.hear(gone, 2)
    assert list(presence.here(TOPIC)) == []
    assert presence.silent(10 * SILENCE) == []


def test_nobody_moves_or_ends_a_window_of_somebody_else() -> None:
    presence, place = Presence(), Place(TOPIC, "here", ADA, "pays")
    presence.hear(place, 0)
    assert not presence.hear(Place(TOPIC, "here", EVA, "looks"), 1)
    assert not presence.hear(Place(TOPIC, "here", EVA, gone=True), 1)
    assert list(presence.here(TOPIC)) == [place]


def test_a_person_is_at_so_many_places_and_others_still_come() -> None:
    presence = Presence()
    news = [presence.hear(Place(TOPIC, f"s{number}", ADA), 0) for number in range(MOST + 1)]
    assert news == [True] * MOST + [False]
    assert presence.hear(Place(TOPIC, "eva", EVA), 0)
