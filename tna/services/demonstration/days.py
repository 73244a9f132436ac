"""On which days people send their answers: most at first, then after each reminder, few at weekends."""

from datetime import date, timedelta

import numpy as np

_FADES_BY = 0.75  # what is left of a day's answers on the next
_REMINDERS = {0: 1.0, 7: 0.8, 14: 0.6, 23: 0.7}
_AT_WEEKENDS = 0.1


def days_of_sending(rng: np.random.Generator, number: int, first: date, last: date) -> list[date]:
    """A day for each of so many people, from the first day to the last."""
    days = [first + timedelta(days=place) for place in range((last - first).days + 1)]
    weights = np.array([_weight(place, day) for place, day in enumerate(days)])
    return [days[place] for place in rng.choice(len(days), size=number, p=weights / weights.sum()).tolist()]


def _weight(place: int, day: date) -> float:
    weight = sum(size * _FADES_BY ** (place - since) for since, size in _REMINDERS.items() if since <= place)
    return weight * (_AT_WEEKENDS if day.weekday() >= 5 else 1.0)
