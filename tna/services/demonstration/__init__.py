"""The demonstration partnership: invented people, two released rounds and an open one, all through the services."""

from tna.services.demonstration.building import STEPS, DatabaseInUse, build
from tna.services.demonstration.parts import Demonstration
from tna.services.demonstration.plan import ACCOUNTS

__all__ = ["ACCOUNTS", "STEPS", "DatabaseInUse", "Demonstration", "build"]
