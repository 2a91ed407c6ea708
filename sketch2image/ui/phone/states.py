"""How things stand with phones, in words, and what helps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from sketch2image.engine.desktop.tasks import Seen, State, Survey
from sketch2image.ui.amounts import sentence
from sketch2image.ui.words import N, told, tr


class Help(Enum):
    """What a button offers."""

    none = auto()
    start = auto()
    choose = auto()
    pair = auto()
    page = auto()


@dataclass(frozen=True)
class Advice:
    """What is said of a state.

    Attributes:
        text: English, how it stands; empty for what the survey found.
        hint: English, what to do; empty for what the survey advises.
        help: the button that does it.
    """

    text: str = ""
    hint: str = ""
    help: Help = Help.none


ADVICE: Mapping[State, Advice] = {
    State.adb_missing: Advice(
        N("adb, which speaks to phones, is not on this computer."), help=Help.page
    ),
    State.no_server: Advice(
        N("adb, which speaks to phones, is not running."),
        N("Nothing is started unasked. It goes on until you end it or the computer is off."),
        Help.start,
    ),
    State.not_adb: Advice(help=Help.page),
    State.none: Advice(
        N("No phone is connected."),
        N("Plug it in and allow USB debugging on it. Without a cable: pair it, or open the page."),
        Help.page,
    ),
    State.debugging_off: Advice(
        N("A Galaxy is plugged in, but USB debugging is off."),
        N("Switch it on in the phone's developer options. The guide shows each step."),
    ),
    State.several: Advice(
        N("Several phones are connected."), N("Choose the one to use."), Help.choose
    ),
    State.unauthorized: Advice(
        N("The phone waits for a yes."),
        N("Unlock it, and allow this computer to debug it on its screen."),
    ),
    State.offline: Advice(
        N("The phone does not answer."), N("Unplug it, plug it in again, and unlock it.")
    ),
    State.not_paired: Advice(
        N("A phone near you offers wireless debugging, but is not paired."),
        N("Pair it once; after that it is found by itself."),
        Help.pair,
    ),
    State.unusable: Advice(),
    State.ready: Advice(),
}
"""What is said of each state; of one that has no words here, what the survey says."""

_LINKS = {"usb": N("Connected by cable."), "wifi": N("Connected over Wi-Fi.")}


def said_of(survey: Survey | None, target: Seen | None) -> tuple[str, str, Help]:
    """Text, hint and help in the language in force.

    Args:
        survey: None while the first look is under way.
        target: the phone that is used, if there is one.
    """
    if survey is None:
        return tr("Looking for a phone…"), "", Help.none
    advice = ADVICE[survey.state]
    if target is not None:
        return tr("{name} is ready.", name=target.name), tr(_LINKS[target.link]), advice.help
    text = tr(advice.text) if advice.text else sentence(told(survey.detail))
    return text, tr(advice.hint) if advice.hint else told(survey.hint), advice.help
