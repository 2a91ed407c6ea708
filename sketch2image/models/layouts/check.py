"""Whether the tensors found are those expected."""

from __future__ import annotations

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.layouts.tables import Layout

_HINT = "Check that it is the right file for this model."


def check_layout(found: Layout, expected: Layout, what: str, spare: Layout | None = None) -> None:
    """Refuse tensors that are missing, unexpected or of another shape.

    Args:
        found: shapes by name, as read.
        expected: shapes by name, as they must be.
        what: the file, for the message.
        spare: tensors that may be there or not.

    Raises:
        UserError: kind `model`; one line with the first that does not fit and how many do not.
    """
    allowed = expected | (spare or {})
    missing = [name for name in expected if name not in found and name not in (spare or {})]
    if missing:
        raise _error(what, missing, f"{missing[0]} is missing")
    extra = [name for name in found if name not in allowed]
    if extra:
        raise _error(what, extra, f"{extra[0]} does not belong there")
    other = [name for name, shape in found.items() if shape != allowed[name]]
    if other:
        name = other[0]
        sizes = f"{list(found[name])} instead of {list(allowed[name])}"
        raise _error(what, other, f"{name} is {sizes}")


def _error(what: str, names: list[str], first: str) -> UserError:
    more = f", and {len(names) - 1} more like it" if len(names) > 1 else ""
    return UserError(ErrorKind.model, f"{what} does not fit its model: {first}{more}", _HINT)
