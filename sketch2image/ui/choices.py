"""Known values of settings that are plain text: gestures, cameras, galleries, phones, models."""

from __future__ import annotations

from sketch2image.core.parts import SETTINGS
from sketch2image.engine.setups import profile_names
from sketch2image.ui.model.studio import Studio
from sketch2image.ui.phone.recipients import recipients
from sketch2image.ui.settings.schema import Choice, Choices
from sketch2image.ui.words import N

_CAMERAS: tuple[Choice, ...] = (
    ("0", N("First camera")),
    ("1", N("Second camera")),
    ("2", N("Third camera")),
    ("simulated", N("Simulated hand")),
)
_USUAL: Choice = ("", N("The one that fits"))
_PROFILES = {
    "default": N("Usual"),
    "pinch": N("Pinch"),
    "code": N("Forerunner, as it runs"),
    "readme": N("Forerunner, as documented"),
}
"""What the bundled vocabularies of gestures are called."""

_VOCABULARIES: tuple[Choice, ...] = (
    ("default", N("39 things")),
    ("sketches", N("125 things")),
    ("all", N("All 369 things")),
)


def choices(studio: Studio) -> Choices:
    """What the settings can be chosen from now, by name of the setting."""
    galleries = [(one.where, one.name) for one in studio.galleries.galleries if not one.fault]
    return {
        "camera": _CAMERAS,
        "profile": [(name, _PROFILES.get(name, name)) for name in profile_names()],
        "gallery": [_USUAL, *galleries],
        "vocabulary": _VOCABULARIES,
        "push_to": recipients(studio.phone, studio.settings.value("push_to")),
        **{setting: _models(studio, part) for part, setting in SETTINGS.items()},
    }


def _models(studio: Studio, part: str) -> list[Choice]:
    rows = [row for row in studio.checkpoints.rows if row.part == part]
    return [_USUAL, *((row.id, row.id) for row in rows)]
