"""Use cases, one a function: a session first, the rest by keyword; they flush and never commit."""
