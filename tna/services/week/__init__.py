"""What a training lead or the partnership manager has to do next, found in everything that is kept."""

from tna.services.week.calendar import calendar_of
from tna.services.week.tasks import to_do

__all__ = ["calendar_of", "to_do"]
