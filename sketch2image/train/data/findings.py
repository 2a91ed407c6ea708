"""What can be wrong with training data, and what to do about it: one table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

SHOWN = 5
"""File names kept with a finding."""


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong.

    Attributes:
        code: short name, for programs.
        what: what is wrong, e.g. `unreadable pictures`.
        count: how many.
        files: the first names.
        todo: what to do.
    """

    code: str
    what: str
    count: int
    files: tuple[str, ...]
    todo: str


@dataclass(frozen=True)
class Findings:
    """What a check found.

    Attributes:
        errors: training would stop, learn the wrong thing, or be measured wrongly.
        warnings: worth a look.
        facts: counts of pictures, classes and sizes.
    """

    errors: tuple[Finding, ...]
    warnings: tuple[Finding, ...]
    facts: Mapping[str, object]

    @property
    def fit(self) -> bool:
        """Whether training can begin."""
        return not self.errors


class Kind(NamedTuple):
    """A kind of finding; a serious one is an error."""

    serious: bool
    what: str
    todo: str


KINDS: Mapping[str, Kind] = {
    "unreadable": Kind(True, "unreadable pictures", "Get them again, or delete them."),
    "absent": Kind(
        True, "pictures of the table that are not there", "Put them there, or cut the rows."
    ),
    "lone_control": Kind(True, "controls (A) without a target (B)", "Add it under the same name."),
    "lone_target": Kind(True, "targets (B) without a control (A)", "Add it under the same name."),
    "sizes_differ": Kind(
        True, "pairs of two sizes", "Make both halves one size, as `data pairs` does."
    ),
    "no_prompt": Kind(True, "pictures without a prompt", "Add their names to the prompts file."),
    "empty_prompt": Kind(True, "empty prompts", "Say what the picture shows."),
    "inverted_sketch": Kind(
        True, "sketches that are white on black", "Invert them: strokes have to be dark on white."
    ),
    "inverted_control": Kind(
        True, "controls that are black on white", "Invert them: strokes have to be white on black."
    ),
    "leak": Kind(True, "pictures both in train and in test", "Delete them from one of the two."),
    "no_photo": Kind(True, "classes with sketches but no photos", "Add photos, or leave them out."),
    "unknown_prompt": Kind(False, "prompts of no picture", "Check their names."),
    "blank": Kind(False, "blank sketches", "Delete them: they teach nothing."),
    "shaded": Kind(
        False,
        "sketches that are no clean lines",
        "Are they photos? Put drawings there, lines on white.",
    ),
    "one_channel": Kind(
        False, "pictures of one channel", "Fine here; img2img-turbo's own script stops at them."
    ),
    "transparent": Kind(False, "transparent pictures", "They are laid on white: is that right?"),
    "cmyk": Kind(False, "CMYK pictures", "Save them as RGB if their colors matter."),
    "turned": Kind(
        False, "pictures turned by an EXIF mark", "Fine here; other programs may not turn them."
    ),
    "tiny": Kind(False, "pictures under 64 pixels", "Find larger ones."),
    "twice": Kind(False, "pictures that are there twice", "Delete one of each."),
    "two_classes": Kind(False, "pictures in two classes", "Decide for one class."),
    "few": Kind(False, "classes of under 10 sketches", "Add some, or leave them out."),
    "uneven": Kind(
        False, "classes ten times smaller than the largest", "Add some, or cut the largest."
    ),
    "unknown_label": Kind(
        False,
        "classes that are not in the vocabulary",
        "Fine; the lite captioner has no word for them.",
    ),
    "case_twins": Kind(
        False, "names that differ in capitals only", "Rename them: on some disks they are one file."
    ),
    "stranger": Kind(
        False, "files that are no pictures", "They are passed over: is something missing?"
    ),
}
"""Every kind of finding, errors first."""


def findings(found: Mapping[str, Iterable[str]], facts: Mapping[str, object]) -> Findings:
    """Findings in the order of the table.

    Args:
        found: names of files or classes by code; codes without a name are left out.
        facts: see `Findings`.
    """
    made = [_finding(code, sorted(found[code])) for code in KINDS if code in found]
    counted = [one for one in made if one.count]
    errors = tuple(one for one in counted if KINDS[one.code].serious)
    warnings = tuple(one for one in counted if not KINDS[one.code].serious)
    return Findings(errors, warnings, facts)


def _finding(code: str, names: list[str]) -> Finding:
    kind = KINDS[code]
    return Finding(code, kind.what, len(names), tuple(names[:SHOWN]), kind.todo)
