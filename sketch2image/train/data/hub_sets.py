"""Data sets that the `datasets` library reads: of the hub, saved by it, or in the hub's layout."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sketch2image.core import paths
from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.core.pictures import is_picture_name
from sketch2image.train.data.tables import TEXT_COLUMNS

if TYPE_CHECKING:
    from datasets import Dataset

HUB = "hub:"

_SAVED = ("dataset_info.json", "dataset_dict.json")
_LAYOUT = ("metadata.jsonl", "metadata.csv", "metadata.parquet", "*.parquet")
_LEVELS = ("", "data/", "*/")
_INDEX = "sentences.jsonl"
_TRAIN = "train"
_PATIENCE = 10.0
"""Seconds the hub has to answer."""

Pair = tuple[Path, str]


def is_data_set(folder: Path) -> bool:
    """Whether a folder was saved by the `datasets` library, or lies in the hub's layout."""
    patterns = [*_SAVED, *(level + name for level in _LEVELS for name in _LAYOUT)]
    return any(next(folder.glob(pattern), None) for pattern in patterns)


def from_hub(name: str) -> tuple[Pair, ...]:
    """Pictures and sentences of a data set of the hub, fetched once.

    Args:
        name: `owner/name`.

    Raises:
        UserError: it cannot be reached, or has no picture or no sentence in it.
    """
    kept = _kept(f"{HUB}{name}")
    if not (kept / _INDEX).is_file():
        _need_library()
        _ask_hub(name)
        _keep(_loaded(name, name), name, kept)
    return _read(kept)


def from_folder(folder: Path) -> tuple[Pair, ...]:
    """Pictures and sentences of a data set on disk; pictures inside tables are copied out once.

    Raises:
        UserError: it cannot be read, or has no picture or no sentence in it.
    """
    _need_library()
    saved = any((folder / name).is_file() for name in _SAVED)
    rows = _loaded(str(folder.resolve()), str(folder), saved=saved)
    kept = _kept(f"{folder.resolve()}:{rows._fingerprint}")
    if not (kept / _INDEX).is_file():
        _keep(rows, str(folder), kept)
    return _read(kept)


def _kept(identity: str) -> Path:
    return paths.cache() / "sentences" / hashlib.sha256(identity.encode()).hexdigest()[:16]


def _need_library() -> None:
    if importlib.util.find_spec("datasets") is None:
        hint = "Run `pip install -r requirements.txt`."
        raise UserError(ErrorKind.dependency, "the package datasets is not installed", hint)


def _loaded(source: str, shown: str, saved: bool = False) -> Dataset:
    """The part to train on: `train`, or the first one where there is none of that name."""
    import datasets

    cache = str(paths.cache() / "datasets")
    try:
        if saved:
            found = datasets.load_from_disk(source)
        else:
            found = datasets.load_dataset(source, cache_dir=cache)
    except Exception as error:  # the library passes on whatever lies beneath it
        raise _unreadable(shown, error) from error
    parts = found if isinstance(found, dict) else {_TRAIN: found}
    return parts.get(_TRAIN) or next(iter(parts.values()))


def _ask_hub(name: str) -> None:
    """See that the hub has it, before the library tries for half a minute."""
    import huggingface_hub

    try:
        huggingface_hub.HfApi().dataset_info(name, timeout=_PATIENCE)
    except Exception as error:  # the library passes on whatever lies beneath it
        hint = "Check its name and the network, or name a folder it was saved to."
        message = f"the data set {name} cannot be fetched: {_first_line(error)}"
        raise UserError(ErrorKind.model, message, hint) from error


def _unreadable(shown: str, error: Exception) -> UserError:
    message = f"{shown} cannot be read: {_first_line(error)}"
    return UserError(ErrorKind.unreadable, message, "Is it whole? Save or download it again.")


def _first_line(error: Exception) -> str:
    return str(error).strip().partition("\n")[0] or type(error).__name__


def _keep(rows: Dataset, shown: str, folder: Path) -> None:
    """Write the pictures, then the index of them: without an index it is done over."""
    import datasets

    image, text = _columns(rows.features, shown)
    stored = rows.cast_column(image, datasets.Image(decode=False))
    raw = cast("Iterable[Mapping[str, Any]]", stored)
    lines = [
        json.dumps({"file": str(file), "text": said}, ensure_ascii=False)
        for number, row in enumerate(raw)
        for file in [_picture(row[image], folder, number)]
        for said in _said(row[text])
    ]
    write_atomically(folder / _INDEX, "\n".join(lines).encode())


def _columns(features: Mapping[str, Any], shown: str) -> tuple[str, str]:
    """Names of the picture column and of the sentence column, by what the columns hold."""
    import datasets

    images = [name for name, kind in features.items() if isinstance(kind, datasets.Image)]
    texts = [name for name, kind in features.items() if _is_text(kind)]
    known = [name for name in TEXT_COLUMNS if name in texts] or texts
    if not images or not known:
        message = f"{shown} has no column of {'sentences' if images else 'pictures'}"
        raise UserError(ErrorKind.input, message, f"Its columns: {', '.join(features)}.")
    return images[0], known[0]


def _is_text(kind: object) -> bool:
    inner = getattr(kind, "feature", kind)
    return getattr(inner, "dtype", "") in ("string", "large_string")


def _picture(value: Mapping[str, Any], folder: Path, number: int) -> Path:
    """Where a picture is: where it lies already, or where its bytes are written to."""
    name = value.get("path") or ""
    if value.get("bytes") is None:
        if not Path(name).is_file():
            hint = "The data set names files of another machine: save it with its pictures."
            raise UserError(ErrorKind.missing_file, f"no such file: {name}", hint)
        return Path(name)
    suffix = Path(name).suffix if is_picture_name(name) else ".png"
    file = folder / f"{number:07d}{suffix}"
    if not file.is_file():
        write_atomically(file, value["bytes"])
    return file


def _said(value: str | list[str]) -> list[str]:
    texts = [value] if isinstance(value, str) else value or []
    return [text.strip() for text in texts if text and text.strip()]


def _read(folder: Path) -> tuple[Pair, ...]:
    return tuple(_pairs((folder / _INDEX).read_text("utf-8")))


def _pairs(text: str) -> Iterator[Pair]:
    for line in text.split("\n"):  # `splitlines` would cut sentences at U+2028 and the like
        row = json.loads(line)
        yield Path(row["file"]), row["text"]
