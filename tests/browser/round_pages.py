"""The pages on which a manager runs a round."""

from datetime import date

from tests.browser.visitors import Visitor
from tests.factories import TODAY


def plans_a_round(office: Visitor, title: str, *, closes_on: date = TODAY) -> None:
    """From any page to a round that is planned from today, for one day unless told otherwise."""
    office.goes_to("Run", "Rounds")
    office.sees("Survey rounds")
    office.presses("Plan a round")
    office.sees("Plan a round")
    office.fills("Name of the round", title)
    fills_day(office, "The day it opens", TODAY)
    fills_day(office, "The last day to answer", closes_on)
    office.presses("Create the round")
    office.sees(title)
    office.reads("Nobody can answer until you open this round.")


def fills_day(office: Visitor, legend: str, day: date) -> None:
    """Enter a day into its three boxes."""
    boxes = office.page.get_by_role("group", name=legend)
    boxes.get_by_label("Day").fill(str(day.day))
    boxes.get_by_label("Month").fill(str(day.month))
    boxes.get_by_label("Year").fill(str(day.year))


def looks_at_the_forecast(office: Visitor, *, per_cent: int) -> None:
    """What the round shown would publish if this share of people answered."""
    office.fills("What share of people do you expect to answer, in per cent?", str(per_cent))
    office.presses("Show the forecast")
    office.page.wait_for_url(f"**rate={per_cent}")


def makes_the_round_ready(office: Visitor) -> None:
    """Have the targets of the round shown ratified and write its privacy notice; the agencies' papers are signed."""
    office.reads("Nobody has ratified the targets.")
    office.follows("Review the targets")
    office.sees("Targets of")
    fills_day(office, "When were they agreed?", TODAY)
    office.fills("By whom?", "Child Sexual Abuse Subgroup")
    office.presses("Ratify the targets")
    office.reads("The targets are ratified.")
    office.follows("Write the privacy notice")
    office.sees("Privacy notice of")
    office.presses("Save the privacy notice")
    office.reads("The privacy notice is saved.")


def opens_the_round(office: Visitor) -> None:
    """Open the round shown."""
    office.presses("Open the round")
    office.reads("The round is open: people can answer now.")


def closes_the_round(office: Visitor, title: str) -> None:
    """Close the round shown, after reading what closing does."""
    office.page.reload()
    office.page.get_by_text("Close the round…", exact=True).click()  # a button once people are invited, else a link
    office.sees(f"Close {title}?")
    office.reads("a closed round cannot be opened again")
    name = office.page.get_by_label("Type the name of the round", exact=True)
    if name.count():  # asked for before the day that people were told
        name.fill(title)
    office.presses("Close the round for good")
    office.sees(title)
    office.reads("its release is being made")
