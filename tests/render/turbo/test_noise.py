"""Noise from files."""

from __future__ import annotations

import numpy as np
import pytest
from safetensors.numpy import save_file

from sketch2image.core.errors import UserError
from sketch2image.render.turbo.noise import read_noise

NOISE = np.arange(2 * 4 * 3 * 5, dtype=np.float32).reshape(2, 4, 3, 5)


def test_a_numpy_file(tmp_path):
    np.save(tmp_path / "n.npy", NOISE.astype(np.float64))
    read = read_noise(str(tmp_path / "n.npy"))
    assert read.dtype == np.float32
    assert np.array_equal(read, NOISE)


def test_the_only_tensor_of_a_file_needs_no_name(tmp_path):
    save_file({"map": NOISE}, tmp_path / "n.safetensors")
    assert np.array_equal(read_noise(str(tmp_path / "n.safetensors")), NOISE)


def test_one_of_several_tensors_is_named(tmp_path):
    save_file({"map": NOISE, "other": NOISE + 1}, tmp_path / "n.safetensors")
    where = f"{tmp_path / 'n.safetensors'}:other"
    assert np.array_equal(read_noise(where), NOISE + 1)
    with pytest.raises(UserError, match="say which of map, other"):
        read_noise(str(tmp_path / "n.safetensors"))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("gone.npy", None, "does not exist"),
        ("text.npy", b"no array", "holds no noise"),
        ("text.safetensors", b"no tensors", "holds no noise"),
        ("text.safetensors:map", b"no tensors", "holds no noise"),
    ],
)
def test_files_without_noise_are_said(tmp_path, name, content, message):
    if content:
        (tmp_path / name.partition(":")[0]).write_bytes(content)
    with pytest.raises(UserError, match=message):
        read_noise(str(tmp_path / name))


@pytest.mark.parametrize("noise", [NOISE[0], NOISE[:, :3], NOISE * np.nan])
def test_noise_of_another_form_is_refused(tmp_path, noise):
    np.save(tmp_path / "n.npy", noise)
    with pytest.raises(UserError, match=r"not \(N, 4, height / 8, width / 8\)"):
        read_noise(str(tmp_path / "n.npy"))


def test_pickled_arrays_are_not_opened(tmp_path):
    np.save(tmp_path / "n.npy", np.array([{"a": 1}], object), allow_pickle=True)
    with pytest.raises(UserError, match="holds no noise"):
        read_noise(str(tmp_path / "n.npy"))
