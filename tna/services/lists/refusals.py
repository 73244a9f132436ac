"""Why a list cannot go on, as its pages say it."""


class ListRefused(Exception):
    """What was sent about a list cannot stand; `field` names where, the message says what to do."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class CheckIsOld(Exception):
    """What a list would do is not what its check said any more: somebody has to look at it again."""
