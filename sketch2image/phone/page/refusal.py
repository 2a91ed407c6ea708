"""Why something sent is not taken; the page has a line for each."""

from __future__ import annotations

from enum import StrEnum
from http import HTTPStatus


class Refusal(StrEnum):
    """What was wrong with it."""

    bad_request = "bad_request"
    empty = "empty"
    too_large = "too_large"
    too_many = "too_many"
    no_room = "no_room"
    unwritable = "unwritable"
    no_picture = "no_picture"


STATUS = {
    Refusal.bad_request: HTTPStatus.BAD_REQUEST,
    Refusal.empty: HTTPStatus.UNPROCESSABLE_ENTITY,
    Refusal.too_large: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    Refusal.too_many: HTTPStatus.CONFLICT,
    Refusal.no_room: HTTPStatus.INSUFFICIENT_STORAGE,
    Refusal.unwritable: HTTPStatus.INSUFFICIENT_STORAGE,
    Refusal.no_picture: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
}


class Refused(Exception):
    """Something sent is not taken.

    Args:
        why: what was wrong with it.
    """

    def __init__(self, why: Refusal) -> None:
        super().__init__(why)
        self.why = why
