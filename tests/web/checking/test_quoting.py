"""Sentences of the check on a page."""

import pytest

from waypost.web.checking.quoting import printed


@pytest.mark.parametrize(
    ("terminal", "page"),
    [
        ("Say which events happen at 'I pay'", "Say which events happen at “I pay”"),
        ("'I pay' takes all of 'Till'; did you mean 'Desk'?", "“I pay” takes all of “Till”; did you mean “Desk”?"),
        ("Give 'What I don't know' an owner", "Give “What I don’t know” an owner"),
        (
            "Say what the customer's value is in customers' words",
            "Say what the customer’s value is in customers' words",
        ),
    ],
)
def test_straight_quotes_are_curled(terminal: str, page: str) -> None:
    assert printed(terminal) == page
