"""What is said of phones."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sketch2image.engine.phones import Sent
    from sketch2image.phone.device import Seen, Survey


def device_lines(found: Survey) -> list[str]:
    """Every connection with what to do about it, then what to do about all."""
    rows = [_row(one) for one in found.seen]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    table = [
        "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    hint = [found.hint] if found.hint and found.hint not in _hints(found) else []
    return [*(table or [found.detail]), *hint]


def sent_line(sent: Sent) -> str:
    """Where on which phone a picture is now."""
    shown = f" (not shown there: {sent.note})" if sent.note else ""
    return f"sent to {sent.name}: {sent.path}{shown}"


def _row(one: Seen) -> tuple[str, ...]:
    state = "ready" if one.is_ready else one.state
    return (one.model or "?", one.serial, state, one.link, one.hint)


def _hints(found: Survey) -> set[str]:
    return {one.hint for one in found.seen}
