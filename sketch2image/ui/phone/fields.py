"""Fields for what a phone shows under Wireless debugging."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QLineEdit

from sketch2image.ui.parts import dress
from sketch2image.ui.words import bind, tr

ADDRESS = re.compile(r"(?:[\w.-]+|\[[\w:.%]+\]):[0-9]{1,5}", re.ASCII)
CODE = re.compile(r"[0-9]{6}")


class PhoneField(QLineEdit):
    """Text of one form; its border tells when what was typed cannot be right.

    Args:
        form: that all of the text has to have.
        name: English, what it is.
        example: shown while it is empty.
    """

    def __init__(self, form: re.Pattern[str], name: str, example: str) -> None:
        super().__init__()
        self._form = form
        self.setPlaceholderText(example)
        self.editingFinished.connect(self._judge)
        self.textChanged.connect(lambda: dress(self, state=""))
        bind(self, lambda: self.setAccessibleName(tr(name)))

    @property
    def given(self) -> str:
        """The text without blanks, such as those that the phone shows within a code."""
        return "".join(self.text().split())

    @property
    def is_right(self) -> bool:
        """Whether the text has the form."""
        return self._form.fullmatch(self.given) is not None

    @property
    def is_wrong(self) -> bool:
        """Whether something was typed that does not have it."""
        return bool(self.given) and not self.is_right

    def _judge(self) -> None:
        dress(self, state="danger" if self.is_wrong else "")
