"""What a course did to confidence: the same people before and after, statement by statement."""
