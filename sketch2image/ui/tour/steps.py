"""What each step of the tour says."""

from __future__ import annotations

from dataclasses import dataclass

from sketch2image.ui.model.tour import Step
from sketch2image.ui.words import N


@dataclass(frozen=True)
class Page:
    """A step in words.

    Attributes:
        title: English.
        text: English, what to do.
        go_on: English, words of the button that goes on without doing it.
        extra: English, words of a second button; empty for none.
    """

    title: str
    text: str
    go_on: str
    extra: str = ""


PAGES = {
    Step.offer: Page(
        N("Your first drawing?"),
        N("Five small steps, about a minute. You find them again under Help."),
        N("Show me"),
    ),
    Step.begin: Page(
        N("Hand or mouse"),
        N("With a camera you draw in the air with one finger. No camera? Draw with the mouse."),
        N("Draw with the mouse"),
        N("Start the camera"),
    ),
    Step.trace: Page(
        N("Draw a strawberry"),
        N("Trace the dotted lines, seeds too: with one finger up, or with the mouse held down."),
        N("Next"),
    ),
    Step.mend: Page(
        N("Take a line back"),
        N("Press Ctrl+Z, or take the eraser with E and wipe. Ctrl+Shift+Z brings a line back."),
        N("Next"),
    ),
    Step.search: Page(
        N("Find pictures"),
        N("Hold your open hand to the camera, or press Enter."),
        N("Next"),
    ),
    Step.look: Page(
        N("There they are"),
        N("Best matches come first. Now make pictures of your own searchable."),
        N("Done"),
        N("Add your own pictures…"),
    ),
}
