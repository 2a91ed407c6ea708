"""The folder of trained towers: what stands in it beside their base, which stays where it is.

`towers.json` says which base, which adapter and how they were trained; `towers.safetensors` holds
the trained weights.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.files import write_atomically
from sketch2image.gallery.adapters import Adapter
from sketch2image.gallery.bases import Base, base_in
from sketch2image.gallery.towers import Towers
from sketch2image.gallery.weights import damaged, read_config, require
from sketch2image.models.digests import digest_of_folder
from sketch2image.models.hub import folder_of
from sketch2image.models.pretrained import read_tensors
from sketch2image.models.table import models

if TYPE_CHECKING:
    import torch

FILE, WEIGHTS = "towers.json", "towers.safetensors"

_VERSION = 1


@dataclass(frozen=True)
class BaseName:
    """Where the base of towers is found again.

    Attributes:
        model: id in the model table, where it has one; looked for among the checkpoints.
        folder: absolute path, where it has none.
    """

    model: str = ""
    folder: str = ""

    @classmethod
    def of(cls, wish: str) -> BaseName:
        """The name for what a person wrote: an id of the model table, or else a folder."""
        return cls(model=wish) if wish in models() else cls(folder=str(Path(wish).absolute()))

    def open(self) -> Base:
        """The base itself.

        Raises:
            UserError: it is not here; the hint says what to pull.
        """
        if self.model:
            return base_in(folder_of(self.model))
        if not Path(self.folder).is_dir():
            hint = "Put it back, or name the model in `base`; `models list` shows those known."
            raise UserError(ErrorKind.model, f"no base model in {self.folder}", hint)
        return base_in(Path(self.folder))


class TowersFolder:
    """A folder that a training run wrote.

    Raises:
        UserError: it is no such folder, or is of another version of this program.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        said = read_config(path, FILE)
        require(path, WEIGHTS)
        if said.get("version") != _VERSION:
            hint = "Train them anew, or use the version that did."
            raise UserError(ErrorKind.model, f"{path / FILE} is of another version", hint)
        try:
            self.base = BaseName(said["base"]["model"], said["base"]["folder"])
            self.adapter = _adapter(said["adapter"])
            self._base_digest: str = said["base"]["digest"]
        except (KeyError, TypeError) as error:
            raise damaged(path, f"{FILE} lacks {error}") from error

    def digest(self) -> str:
        """16 hexadecimal digits of the trained weights and what is said about them."""
        return digest_of_folder(self.path, (FILE, WEIGHTS))

    def check(self, base: Base) -> None:
        """Make sure that this is the base they were trained on.

        Raises:
            UserError: it is another one.
        """
        if base.digest != self._base_digest:
            message = f"{self.path} was trained on another model than the one in {base.folder}"
            hint = "Fetch the base again with `python main.py models pull`."
            raise UserError(ErrorKind.model, message, hint)

    def load(self, base: Base, device: torch.device, dtype: torch.dtype) -> Towers:
        """The towers, ready to be asked, all weights of one number type.

        Raises:
            UserError: base or trained weights are damaged, or not those that go together.
        """
        self.check(base)
        towers = Towers(base, self.adapter, device, dtype)
        self._fill(towers)
        for network in towers.networks.values():
            network.requires_grad_(False).to(dtype).eval()
        return towers

    def _fill(self, towers: Towers) -> None:
        tensors, wanted = read_tensors(self.path / WEIGHTS), towers.trained()
        if tensors.keys() != wanted.keys():
            odd = min(tensors.keys() ^ wanted.keys())
            raise damaged(self.path, f"{odd} is missing or superfluous")
        for name, weight in wanted.items():
            if weight.shape != tensors[name].shape:
                raise damaged(self.path, f"{name} has another shape")
            weight.data.copy_(tensors[name])


def is_towers(folder: Path) -> bool:
    """Whether a folder holds trained towers."""
    return (folder / FILE).is_file()


def write_towers(folder: Path, towers: Towers, base: BaseName, facts: Mapping[str, object]) -> None:
    """Write what was trained; the base itself is only named.

    Args:
        folder: made where it is missing.
        towers: on any device.
        base: where their base is found again.
        facts: of the training, for people: settings, split, figures.

    Raises:
        UserError: the place cannot be written.
    """
    from safetensors.torch import save

    named = asdict(base) | {"digest": towers.base.digest}
    said = {"version": _VERSION, "base": named, "adapter": asdict(towers.adapter), **facts}
    tensors = {n: w.detach().cpu().contiguous() for n, w in towers.trained().items()}
    write_atomically(folder / WEIGHTS, save(tensors))
    write_atomically(folder / FILE, json.dumps(said, indent=2, default=str).encode())


def _adapter(said: Mapping[str, Any]) -> Adapter:
    return Adapter(**{**said, "targets": tuple(said["targets"])})
