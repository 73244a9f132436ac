"""The tables: columns, constraints and relationships; no queries and no rules."""

from tna.models import audit, needs, notices, people, surveys
from tna.models.base import Base

__all__ = ["Base", "audit", "needs", "notices", "people", "surveys"]
