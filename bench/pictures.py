"""All pictures of a release drawn anew, as the worker does it, and the same figures by a bare matplotlib.

Run: .venv/bin/python bench/pictures.py. The release has fourteen agencies, ten role groups and an earlier round beside
it; each picture is drawn for pages wide and narrow, for slides and for print. Two figures are drawn by matplotlib too,
element by element from the same drawing, in the time it takes to save them.
"""

from io import BytesIO
from xml.etree import ElementTree

from _figures import figure, heading, last_words, remark, timed
from _installations import fresh, fresh_installations, session_of
from _partnerships import add_partnership, fill
from matplotlib.figure import Figure
from matplotlib.patches import Polygon
from sqlalchemy.orm import Session

from tests import factories
from tna.charts import Format
from tna.services import pictures, releases
from tna.services.pictures import Wanted

RESPONSES, HEADS, RUNS = 4_000, 120, 5
AT_MOST = 5.0


def main() -> None:
    """Print every figure."""
    with fresh_installations() as made, session_of(fresh(made, "sqlite")) as session:
        wanted = prepare(session)
    redraw(wanted)
    against_matplotlib(wanted)
    last_words()


def prepare(session: Session) -> list[Wanted]:
    """Every picture of the later of two releases."""
    agencies = add_partnership(session, HEADS)
    for years_ago in (1, 0):
        opens_on = factories.TODAY.replace(year=factories.TODAY.year - years_ago, day=1)
        round_ = factories.add_open_round(session, title=f"Survey of {opens_on.year}", opens_on=opens_on)
        fill(session, round_, agencies, RESPONSES)
        factories.close(session, round_)
        release = releases.make_release(
            session, round_id=round_.id, threshold=10, secret_id="of the benchmark", now=factories.NOW
        )
        assert release is not None
    return pictures.missing_pictures(session, release_id=release.id)


def redraw(wanted: list[Wanted]) -> None:
    """The worker's whole work of one release: in processor time of this process alone, which waits for nothing."""
    heading(f"All {len(wanted):,} pictures of a release of {RESPONSES:,} answers")
    kinds = {form: [one for one in wanted if one.form is form] for form in Format}
    pictures.draw(wanted[0])  # fonts are read once by a worker, not once a release
    total = 0.0
    for form, of_kind in kinds.items():
        sizes: list[int] = []
        (taken,) = timed(
            1, lambda of_kind=of_kind, sizes=sizes: sizes.extend(len(pictures.draw(one)) for one in of_kind)
        )
        size = sum(sizes) / len(sizes) / 1000
        figure(f"{len(of_kind)} {form.upper()}, {size:.0f} kB each, processor", taken.best_cpu, "s")
        total += taken.best_cpu
    figure("together, processor", total, "s", at_most=AT_MOST)


def against_matplotlib(wanted: list[Wanted]) -> None:
    """The longest and the middle picture, against savefig of the same words and shapes."""
    heading("One picture, and the same drawn by matplotlib")
    by_size = sorted((one for one in wanted if one.form is Format.SVG), key=lambda one: len(pictures.draw(one)))
    for name, one in (("the middle one", by_size[len(by_size) // 2]), ("the largest", by_size[-1])):
        for form in Format:
            same = Wanted(one.report, one.shape, one.agency_id, one.language, form)
            svg = pictures.draw(one)
            ours, theirs = timed(RUNS, lambda same=same: pictures.draw(same), lambda svg=svg, f=form: bare(svg, f))
            figure(f"{name} as {form.upper()}", ours.best_cpu * 1000, "ms")
            figure("  for one of a bare savefig", ours.best_cpu / theirs.best_cpu, "x", at_most=1)
    remark("Bare: a Figure of as many texts and filled shapes in the same places, and savefig.")


def bare(svg: bytes, form: Format) -> bytes:
    """A matplotlib figure with the words and shapes of an SVG of ours, saved."""
    root = ElementTree.fromstring(svg)
    width, height = float(root.attrib["width"]), float(root.attrib["height"])
    made = Figure(figsize=(width / 72, height / 72), dpi=72)
    for element in root:
        if element.tag.endswith("text"):
            at = float(element.attrib["x"]) / width, 1 - float(element.attrib["y"]) / height
            made.text(*at, element.text or "", parse_math=False, fontsize=12)
        elif element.tag.endswith("path"):
            made.add_artist(Polygon(_corners(element.attrib["d"], width, height), transform=made.transFigure))
    file = BytesIO()
    made.savefig(file, format=form.value, dpi=108 if form is Format.PNG else 72)
    return file.getvalue()


def _corners(path: str, width: float, height: float) -> list[tuple[float, float]]:
    figures = [float(part) for part in path.split() if part not in {"M", "L", "z"}]
    return [(x / width, 1 - y / height) for x, y in zip(figures[::2], figures[1::2], strict=True)]


if __name__ == "__main__":
    main()
