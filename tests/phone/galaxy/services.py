"""Which service a stream asks for."""

from __future__ import annotations

from tests.phone.galaxy.device import Device
from tests.phone.galaxy.file_sync import FileSync
from tests.phone.galaxy.shell import serve_shell
from tests.phone.galaxy.stream import Stream


def serve(device: Device, stream: Stream, service: str) -> None:
    """Do what a stream was opened for; an unknown service is closed at once, as adbd does."""
    name, _, rest = service.partition(":")
    if name == "sync":
        FileSync(device, stream).serve()
    elif name == "shell" or name.startswith("shell,"):
        serve_shell(device, stream, rest, with_protocol="v2" in name.split(","))
