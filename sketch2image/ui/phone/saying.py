"""The work with a phone in words: how far it is, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from sketch2image.core.progress import Progress
from sketch2image.engine.desktop.tasks import (
    ConnectPhone,
    InvitePhone,
    PairPhone,
    PhoneSent,
    PhoneSynced,
    PushToPhone,
    SendSheet,
    ShowOnPhone,
    SyncPhone,
)
from sketch2image.ui.amounts import counted, fetched, time_left
from sketch2image.ui.galleries.naming import pictures
from sketch2image.ui.model.phone import SHOW, PhoneModel
from sketch2image.ui.model.working import Outcome
from sketch2image.ui.words import told, tr


def how_far(phone: PhoneModel) -> Callable[[Progress], str]:
    """Words for the progress of whatever the phone does.

    Args:
        phone: does it.
    """
    return lambda event: _how_far(phone, event)


def done(outcome: Outcome) -> str:
    """What came of the work; empty where nothing need be said."""
    return _DONE.get(type(outcome.task), lambda _: "")(outcome)


def more(outcome: Outcome) -> str:
    """Words of a button that goes on from there; empty for none."""
    if isinstance(outcome.answer, PhoneSent):
        return tr(SHOW)
    if isinstance(outcome.answer, PhoneSynced) and outcome.answer.failed:
        return tr("Show")
    return ""


def _how_far(phone: PhoneModel, event: Progress) -> str:
    """Only a sync counts pictures; all else counts bytes, or the time it waits."""
    if not event.total:
        return _joined(fetched(event), time_left(event.seconds_left))
    task = phone.work.task if phone.work else None
    if not isinstance(task, SyncPhone):
        return fetched(event)
    amount = event.text.partition("  ")[0] if event.stage == "phone" else ""
    count = counted(replace(event, seconds_left=None))
    return _joined(count, told(amount), time_left(event.seconds_left))


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _synced(outcome: Outcome) -> str:
    synced: PhoneSynced = outcome.answer
    parts = [tr("{count} taken from the phone", count=pictures(synced.pulled))]
    if synced.deleted:
        parts.append(tr("{count} deleted here", count=pictures(synced.deleted)))
    if synced.failed:
        parts.append(tr("{count} could not be taken", count=f"{len(synced.failed):,}"))
    parts.append(tr("{count} of it are searchable", count=f"{synced.pictures:,}"))
    return ", ".join(parts)


def _sent(outcome: Outcome) -> str:
    sent: PhoneSent = outcome.answer
    return tr("{count} sent to {name}", count=len(sent.paths), name=sent.name)


_DONE: Mapping[type, Callable[[Outcome], str]] = {
    SyncPhone: _synced,
    PushToPhone: _sent,
    SendSheet: _sent,
    ShowOnPhone: lambda _: tr("The phone shows it."),
    PairPhone: lambda _: tr("The phone is paired and connected."),
    InvitePhone: lambda _: tr("The phone is paired and connected."),
    ConnectPhone: lambda _: tr("The phone is connected."),
}
