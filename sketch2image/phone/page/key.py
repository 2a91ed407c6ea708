"""The one-time key in the address, and the session of the browser that used it."""

from __future__ import annotations

import secrets

_TOKEN_BYTES = 16
_WRONG_MAX = 20


class Key:
    """Lets one browser in.

    Attributes:
        token: what the address holds; 128 random bits.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(_TOKEN_BYTES)
        self._session = ""
        self._wrong = 0

    @property
    def used(self) -> bool:
        """Whether a browser has been let in."""
        return bool(self._session)

    @property
    def under_attack(self) -> bool:
        """Whether so many wrong tokens came that somebody is guessing."""
        return self._wrong >= _WRONG_MAX

    def fits(self, token: str) -> bool:
        """Whether a token is right; a wrong one is counted, what cannot be a token is not."""
        if secrets.compare_digest(token.encode(), self.token.encode()):
            return True
        self._wrong += len(token) == len(self.token)
        return False

    def knows(self, session: str) -> bool:
        """Whether this is the session of the browser that was let in."""
        return self.used and secrets.compare_digest(session.encode(), self._session.encode())

    def claim(self) -> str | None:
        """Use the key up: a session for the first who asks, None for all others."""
        if self.used:
            return None
        self._session = secrets.token_urlsafe(2 * _TOKEN_BYTES)
        return self._session
