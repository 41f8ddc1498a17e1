"""What is measured of the simulated company is what was simulated."""

from __future__ import annotations

import numpy as np
import pytest

from waypost.analysis.results import Estimate
from waypost.demo.files import company
from waypost.demo.show import SEED
from waypost.library import Project

pytestmark = pytest.mark.xdist_group("kite")


def test_churn_is_of_those_who_signed_up(kite: Project) -> None:
    """Most visitors only look at the prices: of all of them few leave, because few have anything to leave."""
    course = company(500, SEED).course
    signed = ~np.isnan(course.signed_up)
    left = signed & (course.cancelled - course.signed_up <= 90 * 24)
    found = next(metric for metric in kite.study().metrics().metrics if metric.kind == "churn")
    assert isinstance(found.figure, Estimate)
    assert found.figure.n == signed.sum()
    assert found.figure.value == pytest.approx(left.sum() / signed.sum())
    assert found.figure.value > 1.4 * left.mean()
