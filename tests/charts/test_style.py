"""Colours that can be read and told apart by everybody, on screens, in print and in grey."""

from itertools import pairwise

import numpy as np
import pytest

from tna.charts import style
from tna.charts.style import contrast, luminance, ramp, readable_on

# Machado, Oliveira and Fernandes 2009, "A physiologically-based model for simulation of color vision deficiency",
# severity 1.0, on linear RGB.
COLOUR_BLINDNESS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}
STEPS = np.linspace(0, 1, 201)


def linear(colour: str) -> np.ndarray:
    parts = np.array([int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)])
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
    x, y, z = (to_xyz @ np.clip(rgb, 0, 1)) / np.array([0.9505, 1.0, 1.089])
    fx, fy, fz = (np.cbrt(part) if part > 0.008856 else 7.787 * part + 16 / 116 for part in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


def test_the_ramp_runs_from_pale_sea_to_ink_and_darkens_all_the_way_also_in_grey() -> None:
    assert (ramp(0), ramp(1)) == (style.PALE_SEA, style.INK)
    shades = [luminance(ramp(share)) for share in STEPS]
    assert all(lighter > darker for lighter, darker in pairwise(shades))


@pytest.mark.parametrize("kind", COLOUR_BLINDNESS)
def test_the_ramp_darkens_all_the_way_for_the_colour_blind(kind: str) -> None:
    seen = [lab(np.array(COLOUR_BLINDNESS[kind]) @ linear(ramp(share)))[0] for share in STEPS[::5]]
    assert all(lighter > darker for lighter, darker in pairwise(seen))


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan")])
def test_the_ramp_refuses_what_is_no_share(share: float) -> None:
    with pytest.raises(ValueError, match="a share lies between 0 and 1"):
        ramp(share)


@pytest.mark.parametrize("ground", [*(ramp(share) for share in STEPS), *style.CONFIDENCE])
def test_numbers_can_be_read_on_every_ground(ground: str) -> None:
    assert contrast(readable_on(ground), ground) >= 4.5


@pytest.mark.parametrize("grey", range(256))
def test_there_is_a_readable_colour_for_any_ground(grey: int) -> None:
    ground = f"#{grey:02x}{grey:02x}{grey:02x}"
    assert contrast(readable_on(ground), ground) >= 4.5


def test_words_can_be_read_on_paper() -> None:
    assert contrast(style.INK, style.PAPER) >= 7
    assert contrast(style.QUIET, style.PAPER) >= 7


@pytest.mark.parametrize(
    ("sign", "ground"),
    [
        (style.ACCENT, style.PAPER),
        (style.ACCENT, style.INK),
        (style.TEAL, style.PALE_SEA),
        (style.EDGE, style.PAPER),
        (style.EDGE, style.PALE_SEA),
        (style.INK, style.PAPER),
        (style.INK, style.PALE_SEA),
        (style.HATCH, style.HATCH_GROUND),
    ],
)
def test_what_has_to_be_seen_stands_three_to_one_against_its_ground(sign: str, ground: str) -> None:
    assert contrast(sign, ground) >= 3


@pytest.mark.parametrize("kind", [None, *COLOUR_BLINDNESS])
def test_neighbouring_confidence_levels_are_told_apart_by_the_colour_blind(kind: str | None) -> None:
    """A difference of 10 in CIE L*a*b* is seen at a glance; gaps and numbers part them in print."""
    matrix = np.eye(3) if kind is None else np.array(COLOUR_BLINDNESS[kind])
    seen = [lab(matrix @ linear(colour)) for colour in style.CONFIDENCE]
    assert all(np.linalg.norm(one - other) > 10 for one, other in pairwise(seen))
    assert np.linalg.norm(seen[0] - seen[4]) > 20
