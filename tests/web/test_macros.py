"""The macros that pages are made of: pictures with their numbers, a person's own profile, states and buttons."""

from types import SimpleNamespace
from typing import Any
from xml.etree.ElementTree import Element

import pytest

from tests.web.pages import inline_code, read, read_part, render, render_macro, repeated_ids, with_class, words
from tna.domain.answers import Profile, ProfileDomain
from tna.domain.reports import Table
from tna.domain.surveys import Domain

FINDING = "62 % of 41 health visitors who answered are below the level their role needs."
TABLE = Table(
    "Below the level this role needs",
    ("Role group", "Noticing", "Talking"),
    (("Universal", "12 %", "62 %"), ("Designated leads", "8 %", "fewer than ten people answered")),
    frozenset({1, 2}),
)


def chart(**changes: Any) -> Element:
    figure = {
        "id": "gaps",
        "title": "Where the gaps are",
        "finding": FINDING,
        "state": "shown",
        "src": "/pictures/gaps.svg",
        "table": TABLE,
        "csv_url": "/gaps.csv",
    }
    return read_part(render_macro("chart", "macros/figures.html", "chart(figure)", figure=figure | changes))


def own_profile(*rows: ProfileDomain) -> Element:
    profile = Profile(rows, strength=None)
    return read_part(render_macro("profile_chart", "macros/profile.html", "profile_chart(profile)", profile=profile))


def row(mean: float | None, target: float = 4.0) -> ProfileDomain:
    below = None if mean is None else float(mean < target)
    gap = None if mean is None else max(0.0, target - mean)
    return ProfileDomain(Domain("D2", "Talking with children", ()), 4, 0, 4, mean, target, below, gap, "In words")


def test_a_picture_comes_with_its_finding_its_table_and_its_file() -> None:
    tree = chart()
    [picture] = tree.iter("img")
    assert (picture.get("src"), picture.get("alt")) == ("/pictures/gaps.svg", FINDING)
    assert words(next(tree.iter("h2"))) == "Where the gaps are"
    assert "62\u00a0% of 41 health visitors" in "".join(tree.itertext())
    assert len(list(tree.iter("table"))) == 1
    assert [link.get("href") for link in tree.iter("a")] == ["/gaps.csv"]


def test_a_picture_that_is_being_drawn_gives_its_sentence_and_an_open_table_meanwhile() -> None:
    tree = chart(state="drawing", src=None)
    assert list(tree.iter("img")) == []
    assert "The picture is being drawn" in words(tree)
    [details] = tree.iter("details")
    assert details.get("open") is not None


def test_a_withheld_picture_says_why_and_gives_neither_finding_nor_number() -> None:
    why = "No figure can be shown yet: fewer than twelve people answered."
    tree = chart(state="withheld", src=None, table=None, csv_url=None, reason=why)
    assert list(tree.iter("img")) == []
    assert why in words(tree)
    assert "62" not in words(tree)


def test_a_phone_gets_the_picture_that_was_drawn_for_it() -> None:
    [source] = chart(src_narrow="/pictures/gaps-narrow.svg").iter("source")
    assert (source.get("srcset"), source.get("media")) == ("/pictures/gaps-narrow.svg", "(max-width: 40rem)")
    assert list(chart().iter("source")) == []


def test_the_notes_that_a_picture_prints_are_there_for_those_who_do_not_see_it() -> None:
    notes = ("Nine of 96 figures are not shown.",)
    [hidden] = [note for note in with_class(chart(notes=notes), "govuk-visually-hidden") if words(note) == notes[0]]
    [plain] = with_class(chart(notes=notes, state="drawing"), "tna-chart__note")
    assert words(hidden) == words(plain)


def test_a_table_names_its_rows_and_columns_and_sets_figures_to_the_right() -> None:
    tree = read_part(render_macro("data_table", "macros/figures.html", "data_table(table, 'gaps')", table=TABLE))
    assert [(words(head), head.get("scope")) for head in tree.iter("th")] == [
        ("Role group", "col"),
        ("Noticing", "col"),
        ("Talking", "col"),
        ("Universal", "row"),
        ("Designated leads", "row"),
    ]
    assert len(with_class(tree, "govuk-table__cell--numeric")) == 4
    assert [words(cell) for cell in with_class(tree, "tna-table__words")] == ["fewer than ten people answered"]


def test_the_keyboard_reaches_a_table_that_is_wider_than_the_screen() -> None:
    tree = read_part(render_macro("data_table", "macros/figures.html", "data_table(table, 'gaps')", table=TABLE))
    [frame] = with_class(tree, "tna-table")
    [caption] = tree.iter("caption")
    assert (frame.get("tabindex"), frame.get("aria-labelledby")) == ("0", caption.get("id"))


@pytest.mark.parametrize(("level", "place"), [(1, "5.00%"), (2.5, "38.75%"), (3, "50.00%"), (5, "95.00%")])
def test_a_level_stands_in_proportion_on_the_axis_of_a_profile(level: float, place: str) -> None:
    [dot] = [dot for dot in with_class(own_profile(row(level)), "tna-profile__dot") if dot.get("r") == "10"]
    assert dot.get("cx") == place


def test_a_profile_marks_what_the_role_needs_and_the_distance_to_it_only_from_below() -> None:
    assert len(with_class(own_profile(row(2.0)), "tna-profile__gap")) == 1
    assert with_class(own_profile(row(4.0)), "tna-profile__gap") == []
    assert with_class(own_profile(row(5.0)), "tna-profile__gap") == []


def test_a_domain_without_answers_shows_the_level_needed_and_no_dot() -> None:
    tree = own_profile(row(None))
    drawn = next(svg for svg in tree.iter() if "tna-profile__picture" in svg.get("class", ""))
    assert with_class(drawn, "tna-profile__dot") == []
    assert len(with_class(drawn, "tna-profile__level")) == 1
    assert "In words." in words(tree)
    assert "You –" not in words(tree)


def test_each_drawing_of_a_profile_is_named_by_its_title_and_words() -> None:
    tree = own_profile(row(2.5))
    drawn = next(svg for svg in tree.iter() if svg.get("role") == "img")
    by_id = {element.get("id"): words(element) for element in tree.iter() if element.get("id")}
    assert [by_id[name] for name in drawn.get("aria-labelledby", "").split()] == [
        "Talking with children",
        "In words. You 2.5 on average, your role 4.0.",
    ]


@pytest.mark.parametrize(
    ("state", "text"), [("draft", "Not open yet"), ("open", "Open"), ("closed", "Closed"), ("unheard", "unheard")]
)
def test_a_round_shows_its_state_in_words(state: str, text: str) -> None:
    assert words(read_part(render_macro("round_tag", "macros/states.html", f"round_tag('{state}')"))) == text


def test_an_empty_page_says_so_and_offers_a_next_step() -> None:
    call = "empty_state('Nothing needs you today', 'All dates are full.', '/dates', 'See the dates')"
    tree = read_part(render_macro("empty_state", "macros/states.html", call))
    assert words(tree) == "Nothing needs you today All dates are full. See the dates"


def test_a_button_of_its_own_sends_a_token_and_its_hidden_values() -> None:
    call = "post_button('Close', '/rounds/1/close', 'abc', 'warning', {'version': 3})"
    [form] = read_part(render_macro("post_button", "macros/forms.html", call)).iter("form")
    assert (form.get("method"), form.get("action")) == ("post", "/rounds/1/close")
    assert [(box.get("name"), box.get("value")) for box in form.iter("input")] == [
        ("csrf_token", "abc"),
        ("version", "3"),
    ]


def test_an_error_summary_is_there_only_when_something_is_wrong() -> None:
    errors = [{"text": "Enter a name", "href": "#name"}]
    with_faults = render_macro("error_summary", "macros/forms.html", "error_summary(errors)", errors=errors)
    assert [link.get("href") for link in read_part(with_faults).iter("a")] == ["#name"]
    assert render_macro("error_summary", "macros/forms.html", "error_summary([])").strip() == ""


def test_nothing_in_the_macros_is_inline_or_named_twice() -> None:
    for tree in (chart(), own_profile(row(2.0))):
        assert inline_code(tree) == []
        assert repeated_ids(tree) == []


def test_user_text_stays_text_in_a_picture_and_its_table() -> None:
    hostile = Table("<b>{{7*7}}</b>", ("<i>a</i>", "=1+1"), (("$x$", "<script>"),), frozenset())
    tree = chart(title='"><script>alert(1)</script>', finding="%s {0.__class__} <b>", table=hostile)
    assert not any(element.tag in {"script", "b", "i"} for element in tree.iter())
    assert next(tree.iter("img")).get("alt") == "%s {0.__class__} <b>"


def test_a_number_opens_its_sentence_and_may_lead_to_its_detail() -> None:
    call = "stat_sentence('62 %', 'of 41 people', '/needs/s05', 'Talking with children')"
    tree = read_part(render_macro("stat_sentence", "macros/figures.html", call))
    assert words(tree) == "62 % of 41 people Talking with children"


def test_the_frame_shows_who_is_signed_in_and_where_they_may_go() -> None:
    shown = SimpleNamespace(name="Demonstration Person", href="/account")
    entries = [{"text": "Home", "href": "/", "current": True}, {"text": "Rounds", "href": "/rounds"}]
    tree = read(render("base.html", account=shown, navigation=entries))
    assert [words(button) for button in tree.iter("button") if button.get("type") == "submit"] == ["Sign out"]
    assert [(words(link), link.get("aria-current")) for link in with_class(tree, "govuk-service-navigation__link")] == [
        ("Home", "page"),
        ("Rounds", None),
    ]
    assert inline_code(tree) == []
