"""Plans: who is asked to take which course, what has come of it, and what people ask for themselves.

Nothing here reads answers. What comes of somebody's own is worked out from a profile that its owner's page hands in.
"""
