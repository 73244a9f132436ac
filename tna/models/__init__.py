"""The tables: columns, constraints and relationships; no queries and no rules."""

from tna.models import (
    api_tokens,
    audit,
    courses,
    evaluations,
    free_texts,
    imports,
    needs,
    notices,
    people,
    plans,
    surveys,
)
from tna.models.base import Base

__all__ = [
    "Base",
    "api_tokens",
    "audit",
    "courses",
    "evaluations",
    "free_texts",
    "imports",
    "needs",
    "notices",
    "people",
    "plans",
    "surveys",
]
