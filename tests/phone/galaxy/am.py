"""The `am` command: show a picture, and send a broadcast.

Like the real one it ends with status 0 when it could not: its text tells.
"""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from tests.phone.galaxy.answer import Answer, BadOption, options
from tests.phone.galaxy.device import Device
from tests.phone.galaxy.files import ROOT

_VIEW = "android.intent.action.VIEW"
_SCAN = "android.intent.action.MEDIA_SCANNER_SCAN_FILE"
_SHORT = {"-a": "act", "-d": "dat", "-t": "typ", "-f": "flg", "-p": "pkg", "-n": "cmp"}
_FLAGS = ("-W", "--receiver-include-background", "--grant-read-uri-permission")


def am(device: Device, words: list[str]) -> Answer:
    """`am start ...` and `am broadcast ...`."""
    commands = {"start": _start, "broadcast": _broadcast}
    if not words or words[0] not in commands:
        return Answer(stderr=f"Unknown command: {' '.join(words[:1])}\n", status=255)
    try:
        given = options(words[1:], (*_SHORT, "--user"), _FLAGS)
    except BadOption as error:
        return Answer(stderr=f"Error: Unknown option: {error}\n", status=255)
    return commands[words[0]](device, given)


def _start(device: Device, given: dict[str, str]) -> Answer:
    trouble = _trouble(device, given)
    if not trouble:
        package = given.get("-p") or given.get("-n", "").partition("/")[0]
        device.opened.append((given["-d"], package))
    return Answer(f"Starting: {_intent(given)}\n", trouble)


def _trouble(device: Device, given: dict[str, str]) -> str:
    component = given.get("-n")
    if component and component.partition("/")[0] not in device.packages:
        return f"Error type 3\nError: Activity class {{{component}}} does not exist.\n"
    viewers = {given["-p"]} & device.packages if "-p" in given else device.packages
    shown = given.get("-a") == _VIEW and device.media.has(given.get("-d", ""))
    if viewers and shown and given.get("-t", "image/*").startswith("image/"):
        return ""
    return f"Error: Activity not started, unable to resolve {_intent(given)}\n"


def _broadcast(device: Device, given: dict[str, str]) -> Answer:
    where = urlsplit(given.get("-d", ""))
    path = unquote(where.path, errors="surrogateescape")
    listens = given.get("-a") == _SCAN and "broadcast" in device.faults.scans
    # Receivers on some phones do not take the other names of the shared storage for it.
    if listens and where.scheme == "file" and path.startswith(ROOT):
        device.media.scan(path)
    return Answer(f"Broadcasting: {_intent(given)}\nBroadcast completed: result=0\n")


def _intent(given: dict[str, str]) -> str:
    told = [f"{short}={given[option]}" for option, short in _SHORT.items() if option in given]
    return f"Intent {{ {' '.join(told)} }}"
