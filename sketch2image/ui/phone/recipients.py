"""Who can get each answer by itself."""

from __future__ import annotations

from sketch2image.ui.model.phone import PhoneModel
from sketch2image.ui.settings.schema import Choice
from sketch2image.ui.words import N, tr

NOBODY: Choice = ("", N("Nobody"))


def recipients(phone: PhoneModel, remembered: str) -> list[Choice]:
    """Values of the setting `push_to`, each with what it is called.

    Args:
        phone: the phones that are there can be chosen.
        remembered: the value now; a phone that is not there stays among them.
    """
    usable = phone.survey.usable if phone.survey else ()
    there = {one.identity or one.serial: one.name for one in usable}
    by_cable = {one.serial: one.name for one in usable}
    if remembered and remembered not in there:
        name = by_cable.get(remembered) or tr("{name}, not connected now", name=remembered)
        there[remembered] = name
    return [NOBODY, *there.items()]
