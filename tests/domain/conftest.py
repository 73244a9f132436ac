"""Property tests of the domain run without a time limit for each example: a shared machine may be busy."""

from hypothesis import settings

settings.register_profile("shared machine", deadline=None)
settings.load_profile("shared machine")
