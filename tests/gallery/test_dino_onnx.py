"""DINO by ONNX Runtime, against the same model by transformers."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import UserError
from sketch2image.core.types import Image
from sketch2image.gallery.dino import DinoEncoder
from sketch2image.gallery.dino_onnx import DinoOnnxEncoder
from tests.gallery.tiny_towers import export_onnx, save_dinov2_with_registers

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def torch_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_dinov2_with_registers(tmp_path_factory.mktemp("torch") / "dino")


@pytest.fixture(scope="module")
def onnx_folder(torch_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return export_onnx(torch_folder, tmp_path_factory.mktemp("onnx") / "dino")


@pytest.fixture(scope="module")
def pictures() -> list[Image]:
    rng = np.random.default_rng(0)
    shapes = [(40, 90), (200, 100), (64, 64)]
    return [rng.integers(0, 256, (*shape, 3), dtype=np.uint8) for shape in shapes]


@pytest.mark.parametrize("pooling", ["cls", "cls+mean"])
@pytest.mark.parametrize("view", ["dino", "bgr-compat"])
def test_both_runtimes_give_the_same_vectors(
    pooling, view, torch_folder, onnx_folder, pictures
) -> None:
    by_torch = DinoEncoder(torch_folder, pooling=pooling, view=view)
    by_onnx = DinoOnnxEncoder(onnx_folder, pooling=pooling, view=view)
    assert by_onnx.dim == by_torch.dim
    np.testing.assert_allclose(
        by_onnx.encode_photos(pictures), by_torch.encode_photos(pictures), atol=1e-4
    )
    drawing = np.where(pictures[0] > 40, 255, 0).astype(np.uint8)
    np.testing.assert_allclose(
        by_onnx.encode_sketches([drawing]), by_torch.encode_sketches([drawing]), atol=1e-4
    )


@pytest.mark.parametrize("batch", [None, 2])
def test_neighbors_in_a_batch_change_no_bit(batch, onnx_folder, pictures) -> None:
    encoder = DinoOnnxEncoder(onnx_folder, pooling="cls+mean", batch=batch)
    together = encoder.encode_photos(pictures)
    alone = np.concatenate([encoder.encode_photos([picture]) for picture in pictures])
    assert np.array_equal(together, alone)


def test_it_says_what_runs_it(onnx_folder) -> None:
    assert DinoOnnxEncoder(onnx_folder).provider == "CPUExecutionProvider"


def test_a_device_it_cannot_have_is_refused_and_not_replaced(onnx_folder) -> None:
    with pytest.raises(UserError, match="cannot run on 'abacus'"):
        DinoOnnxEncoder(onnx_folder, device="abacus")


def test_the_file_may_lie_in_the_folder_itself(tmp_path: Path, onnx_folder, pictures) -> None:
    shutil.copy(onnx_folder / "onnx" / "model.onnx", tmp_path)
    shutil.copy(onnx_folder / "config.json", tmp_path)
    nested, flat = DinoOnnxEncoder(onnx_folder), DinoOnnxEncoder(tmp_path)
    assert np.array_equal(nested.encode_photos(pictures), flat.encode_photos(pictures))


def test_the_fingerprint_tells_all_that_decides_a_vector(onnx_folder, torch_folder) -> None:
    prints = {
        DinoOnnxEncoder(onnx_folder).fingerprint,
        DinoOnnxEncoder(onnx_folder, pooling="cls+mean").fingerprint,
        DinoOnnxEncoder(onnx_folder, view="bgr-compat").fingerprint,
        DinoEncoder(torch_folder).fingerprint,
    }
    assert len(prints) == 4


def test_it_needs_no_torch(onnx_folder) -> None:
    program = f"""
import sys
import numpy as np
from pathlib import Path
from sketch2image.gallery.dino_onnx import DinoOnnxEncoder
vectors = DinoOnnxEncoder(Path({str(onnx_folder)!r})).encode_photos([np.zeros((9, 9, 3), np.uint8)])
assert vectors.shape == (1, 32)
assert not {{"torch", "transformers", "torchvision"}} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", program], check=True, cwd=REPOSITORY)


def test_a_damaged_file_is_refused(tmp_path: Path, onnx_folder) -> None:
    shutil.copy(onnx_folder / "config.json", tmp_path)
    with pytest.raises(UserError, match=r"no onnx/model\.onnx or model\.onnx"):
        DinoOnnxEncoder(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"not a network")
    with pytest.raises(UserError, match="cannot load"):
        DinoOnnxEncoder(tmp_path).encode_photos([np.zeros((8, 8, 3), np.uint8)])


def test_another_network_is_refused(tmp_path: Path, onnx_folder) -> None:
    from sketch2image.core.paths import checkpoints

    shutil.copy(onnx_folder / "config.json", tmp_path)
    shutil.copy(checkpoints() / "lite" / "encoder_photo.onnx", tmp_path / "model.onnx")
    with pytest.raises(UserError, match="has no pixel_values"):
        DinoOnnxEncoder(tmp_path).encode_photos([np.zeros((8, 8, 3), np.uint8)])
