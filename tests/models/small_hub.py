"""Small models at a small hub, for tests of whole pulls."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from sketch2image.models import table
from sketch2image.models.pull import Patience, pull
from sketch2image.models.record import Pulled
from sketch2image.models.table import Model, read_table
from tests.models.file_server import FileServer, Served, running

COMMIT = "a" * 40
WEIGHTS = random.Random(6).randbytes(2_000_000)
CONFIG = b'{"width": 3}'
SHA256 = hashlib.sha256(WEIGHTS).hexdigest()
DIGEST = f'sha256 = "{SHA256}"'
TABLE = f"""
[tiny]
stage = "encode"
family = "dino"
capability = "sees"
licence = "MIT"
size = 2_000_012
files = [
  {{ name = "config.json" }},
  {{ name = "sub/model.safetensors", origin = "onnx/model.bin", size = 2_000_000, {DIGEST} }},
]
sources = [{{ kind = "hub", address = "maker/tiny", revision = "{COMMIT}" }}]

[floating]
stage = "encode"
family = "dino"
capability = "sees"
licence = "MIT"
size = 2_000_012
files = [{{ name = "config.json" }}, {{ name = "model.safetensors" }}]
sources = [{{ kind = "hub", address = "maker/floating" }}]

[upper]
stage = "render"
family = "turbo"
capability = "draws"
licence = "MIT"
size = 12
needs = ["tiny", "floating"]
files = []
sources = [{{ kind = "url", address = "SERVER/plain/upper.pkl" }}]

[upper.convert]
kind = "turbo"
raw = {{ name = "upper.pkl" }}
makes = ["weights.safetensors", "weights.json"]

[museum]
stage = "museum"
family = "gem"
capability = "recognizes"
licence = "MIT"
size = 12
files = []
sources = [{{ kind = "url", address = "SERVER/plain/museum.pkl" }}]

[museum.convert]
kind = "descriptors"
raw = {{ name = "museum.pkl" }}
makes = ["descriptors.safetensors"]

[mine]
stage = "museum"
family = "gem"
capability = "recognizes"
licence = "MIT"
size = 12
by_hand = "Put mine.pkl there."
files = [{{ name = "config.json" }}]
sources = [{{ kind = "hub", address = "maker/tiny", revision = "{COMMIT}" }}]

[mine.convert]
kind = "descriptors"
raw = {{ name = "mine.pkl" }}
makes = ["descriptors.safetensors"]
by_hand = true

[plain]
stage = "render"
family = "dino"
capability = "draws"
licence = "MIT"
size = 12
files = [{{ name = "plain.onnx", sha256 = "{hashlib.sha256(CONFIG).hexdigest()[:8]}" }}]
sources = [{{ kind = "url", address = "SERVER/plain/plain.onnx" }}]
"""


@contextmanager
def small_hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[FileServer]:
    """A hub with the models of `TABLE`, which stands in for the program's own table."""
    with running() as one:
        monkeypatch.setenv("HF_ENDPOINT", one.address)
        rows = read_table(TABLE.replace("SERVER", one.address))
        monkeypatch.setattr(table, "models", lambda: rows)
        serve(one, "tiny", COMMIT, {"config.json": CONFIG, "onnx/model.bin": WEIGHTS})
        serve(one, "floating", "main", {"config.json": CONFIG, "model.safetensors": WEIGHTS})
        serve(one, "floating", "b" * 40, {"config.json": CONFIG, "model.safetensors": WEIGHTS})
        one.files["/plain/plain.onnx"] = Served(CONFIG)
        yield one


def serve(server: FileServer, name: str, revision: str, files: dict[str, bytes]) -> None:
    commit = "b" * 40 if revision == "main" else revision
    for file, content in files.items():
        path = f"/maker/{name}/resolve/{revision}/{file}"
        server.files[path] = Served(
            content, linked=content if content is WEIGHTS else None, commit=commit
        )


def fetch(model_id: str, **options) -> Pulled:
    return pull(row(model_id), patience=Patience((0, 0), 0.5), **options)


def row(model_id: str) -> Model:
    return table.model(model_id)
