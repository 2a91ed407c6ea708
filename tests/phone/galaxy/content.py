"""The `content` command: MediaStore by the shell.

Output after AOSP, frameworks/base/cmds/content: trouble goes to stderr and the status stays 0.
"""

from __future__ import annotations

import sqlite3
from typing import Any

from tests.phone.galaxy.answer import Answer, BadOption, options
from tests.phone.galaxy.device import Device
from tests.phone.galaxy.media import COLUMNS

_STREAM = "android.intent.extra.STREAM"
_VOLUMES = {"external", "external_primary"}


def content(device: Device, words: list[str]) -> Answer:
    """`content query ...` and `content call ...`."""
    commands = {"query": _query, "call": _call}
    if not words or words[0] not in commands:
        return Answer(stderr=f"[ERROR] Unsupported command: {' '.join(words[:1])}\n")
    try:
        return commands[words[0]](device, words[1:])
    except BadOption as error:
        return Answer(stderr=f"[ERROR] Unsupported argument: {error}\n")
    except KeyError as error:
        return Answer(stderr=f"[ERROR] Argument {error.args[0]} not specified\n")
    except (sqlite3.Error, LookupError) as error:
        return Answer(stderr=f"Error while accessing provider:media\n{_exception(error)}\n")


def _query(device: Device, words: list[str]) -> Answer:
    given = options(words, ("--uri", "--user", "--projection", "--where", "--sort"))
    names = given.get("--projection", ":".join(COLUMNS)).split(":")
    where, sort = given.get("--where", "1"), given.get("--sort", "_id")
    rows = device.media.query(given["--uri"], ", ".join(names), where, sort)
    lines = [f"Row: {i} {_cells(names, row)}\n" for i, row in enumerate(rows)]
    return Answer("".join(lines) or "No result found.\n")


def _cells(names: list[str], row: tuple[Any, ...]) -> str:
    shown = ("NULL" if value is None else value for value in row)
    return ", ".join(f"{name}={value}" for name, value in zip(names, shown, strict=True))


def _call(device: Device, words: list[str]) -> Answer:
    given = options(words, ("--uri", "--user", "--method", "--arg", "--extra"))
    method = given["--method"]
    if method not in {"scan_file", "scan_volume"} & device.faults.scans:
        raise LookupError(f"Unsupported call: {method}")
    return Answer(f"Result: Bundle[{{{_scanned(device, method, given['--arg'])}}}]\n")


def _scanned(device: Device, method: str, what: str) -> str:
    if method == "scan_file":
        found = device.media.scan(what)
        uri = "null" if found is None else f"content://media/external_primary/images/media/{found}"
        return f"{_STREAM}={uri}"
    if what not in _VOLUMES:
        raise LookupError(f"Volume {what} not found")
    device.media.scan_all()
    return ""


def _exception(error: Exception) -> str:
    if isinstance(error, sqlite3.Error):
        return f"android.database.sqlite.SQLiteException: {error} (code 1 SQLITE_ERROR)"
    return f"java.lang.UnsupportedOperationException: {error.args[0]}"
