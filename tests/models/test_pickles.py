"""Foreign pickles are read, and code in them never runs."""

from __future__ import annotations

import os
import pickle
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.models.converting.pickles import kind_of_pickle, read_arrays, read_torch

torch = pytest.importorskip("torch")

SYSTEM = f"{os.name}.system"
CODE = rf"{{file}} holds code ({SYSTEM}), not only tensors; it was not opened"


class Bomb:
    """Writes a marker file when it is unpickled."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self):
        return os.system, (f'echo > "{self.marker}"',)


class Impostor:
    """Looks like a pickled array, but calls the shell to rebuild itself."""

    def __init__(self, marker: Path) -> None:
        self.marker = marker

    def __reduce__(self):
        array = np.ones((2, 2), np.float32).__reduce__()
        return array[0], array[1], (1, (2, 2), np.dtype("f4"), False, Bomb(self.marker))


@pytest.fixture
def marker(tmp_path) -> Path:
    return tmp_path / "code-has-run"


def said(reader, file: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        reader(file)
    assert "\n" not in str(caught.value)
    return caught.value


def test_the_bombs_of_these_tests_are_live(marker):
    pickle.loads(pickle.dumps(Bomb(marker)))
    assert marker.exists()


@pytest.mark.parametrize("zipped", [True, False])
def test_a_torch_file_with_code_is_refused_and_the_code_not_run(tmp_path, marker, zipped):
    file = tmp_path / "weights.pth"
    content = {"a": torch.ones(2), "b": Bomb(marker)}
    torch.save(content, file, _use_new_zipfile_serialization=zipped)
    error = said(read_torch, file)
    assert error.kind is ErrorKind.model
    assert error.message == CODE.format(file=file)
    assert error.hint == "Ask its maker for the bare tensors: a state dict or safetensors."
    assert not marker.exists()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("kind", [Bomb, Impostor])
def test_a_plain_pickle_with_code_is_refused_and_the_code_not_run(tmp_path, marker, kind, protocol):
    file = tmp_path / "descriptors.pkl"
    content = {"train_descriptors": np.ones((2, 3), np.float32), "test_descriptors": kind(marker)}
    file.write_bytes(pickle.dumps(content, protocol))
    error = said(read_arrays, file)
    assert error.kind is ErrorKind.model
    assert error.message == CODE.format(file=file)
    assert not marker.exists()


def test_a_codec_other_than_that_of_arrays_is_refused(tmp_path):
    file = tmp_path / "codec.pkl"
    file.write_bytes(b"c_codecs\nencode\n(Vabc\nVrot13\ntR.")
    assert f"{file} holds code (_codecs.encode to rot13)" in said(read_arrays, file).message


@pytest.mark.parametrize("name", ["builtins.eval", "builtins.getattr", "numpy.load", "numpy.f2py"])
def test_nothing_but_the_parts_of_arrays_is_found(tmp_path, name):
    module, _, function = name.rpartition(".")
    file = tmp_path / "named.pkl"
    file.write_bytes(f"c{module}\n{function}\n.".encode())
    assert f"{file} holds code ({name})" in said(read_arrays, file).message


@pytest.mark.parametrize("protocol", [2, 5])
def test_arrays_of_objects_are_refused(tmp_path, protocol):
    file = tmp_path / "objects.pkl"
    file.write_bytes(pickle.dumps({"a": np.array([1, "b"], object)}, protocol))
    assert f"{file} holds code (values of type O8)" in said(read_arrays, file).message


def test_a_made_up_number_type_is_refused(tmp_path):
    made_up = b"cnumpy\ndtype\n(Vf4\ntR(I3\nV@\nNNNI-1\nI-1\nI63\ntb."
    file = tmp_path / "type.pkl"
    file.write_bytes(made_up)
    assert said(read_arrays, file).message == f"{file} is cut short or damaged"


def test_a_whole_module_and_a_torchscript_program_are_code(tmp_path):
    module = tmp_path / "module.pt"
    torch.save(torch.nn.Linear(2, 2), module)
    assert "holds code (torch.nn.modules.linear.Linear)" in said(read_torch, module).message
    script = tmp_path / "script.pt"
    torch.jit.script(torch.nn.Linear(2, 2)).save(str(script))
    assert "holds code (TorchScript)" in said(read_torch, script).message


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("module", ["numpy.core", "numpy._core"])
def test_arrays_of_every_protocol_and_both_numpy_generations_are_read(tmp_path, protocol, module):
    arrays = {
        "train_descriptors": np.arange(6, dtype=np.float32).reshape(2, 3),
        "test_descriptors": np.asfortranarray(np.arange(6, dtype=np.float32).reshape(3, 2)),
        "val_descriptors": np.zeros((0, 3), np.float32),
    }
    file = tmp_path / "descriptors.pkl"
    file.write_bytes(renamed(pickle.dumps(arrays, protocol), module))
    read = read_arrays(file)
    assert list(read) == list(arrays)
    for name, array in arrays.items():
        np.testing.assert_array_equal(read[name], array)
        assert read[name].dtype == np.float32


def renamed(data: bytes, module: str) -> bytes:
    """The pickle as the other NumPy generation names its modules; string lengths are adapted."""
    for name in (b"multiarray", b"numeric"):
        old, new = b"numpy._core." + name, module.encode() + b"." + name
        data = data.replace(b"\x8c" + bytes([len(old)]) + old, b"\x8c" + bytes([len(new)]) + new)
        data = data.replace(b"c" + old + b"\n", b"c" + new + b"\n")
    return unframed(data)


def unframed(data: bytes) -> bytes:
    """Without the frame lengths that protocol 4 put in, which no longer hold."""
    if data[:1] != b"\x80" or data[1] < 4:
        return data
    return data[:2] + data[11:]


@pytest.mark.parametrize("zipped", [True, False])
def test_a_museum_checkpoint_with_a_numpy_score_is_read(tmp_path, zipped):
    file = tmp_path / "epoch.pth"
    content = {
        "epoch": 3,
        "state_dict": {"backbone.pool.p": torch.full((1,), 2.9)},
        "val_gap": np.float64(0.36),
        "optimizer": {"state": {0: {"step": torch.tensor(4.0)}}, "param_groups": [{"lr": 1e-7}]},
    }
    torch.save(content, file, _use_new_zipfile_serialization=zipped)
    read = read_torch(file)
    assert isinstance(read, dict)
    assert read["val_gap"] == 0.36
    assert torch.equal(read["state_dict"]["backbone.pool.p"], torch.full((1,), 2.9))


@pytest.mark.parametrize("zipped", [True, False])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.95])
def test_a_truncated_torch_file_is_said(tmp_path, zipped, share):
    file = tmp_path / "weights.pth"
    torch.save({"a": torch.ones(5000)}, file, _use_new_zipfile_serialization=zipped)
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * share)])
    error = said(read_torch, file)
    assert error.kind is ErrorKind.unreadable
    assert error.message == f"{file} is cut short or damaged"


def test_a_small_file_that_swells_when_it_is_unpacked_is_refused(tmp_path):
    file, packed = tmp_path / "weights.pth", tmp_path / "packed.pth"
    torch.save({"a": torch.zeros(1_000_000)}, file)
    with zipfile.ZipFile(file) as whole, zipfile.ZipFile(packed, "w", 8) as small:
        for name in whole.namelist():
            small.writestr(name, whole.read(name))
    assert packed.stat().st_size < 100_000
    assert said(read_torch, packed).message == f"{packed} is packed, which torch.save never does"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_a_truncated_plain_pickle_is_said(tmp_path, share):
    file = tmp_path / "descriptors.pkl"
    whole = pickle.dumps({"train_descriptors": np.ones((40, 8), np.float32)}, 5)
    file.write_bytes(whole[: int(len(whole) * share)])
    assert said(read_arrays, file).message == f"{file} is cut short or damaged"


@pytest.mark.parametrize("reader", [read_torch, kind_of_pickle])
@pytest.mark.parametrize(
    ("content", "kind", "message"),
    [
        (b"", ErrorKind.unreadable, "is empty"),
        (
            b"Not Found\n",
            ErrorKind.unreadable,
            "is no checkpoint: neither a torch file nor a pickle",
        ),
        (None, ErrorKind.missing_file, "is not there"),
    ],
)
def test_what_is_no_pickle_is_said(tmp_path, reader, content, kind, message):
    file = tmp_path / "weights.pkl"
    if content is not None:
        file.write_bytes(content)
    error = said(reader, file)
    assert error.kind is kind
    assert error.message == f"{file} {message}"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses to open a folder otherwise")
@pytest.mark.parametrize("reader", [read_torch, read_arrays, kind_of_pickle])
def test_a_folder_is_said(tmp_path, reader):
    assert said(reader, tmp_path).message == f"{tmp_path} is a folder, not a file"


def test_a_plain_pickle_is_no_torch_file(tmp_path):
    file = tmp_path / "plain.pkl"
    file.write_bytes(pickle.dumps({"a": 1}))
    expected = f"{file} is a plain pickle, not what torch.save writes"
    assert said(read_torch, file).message == expected


@pytest.mark.parametrize("content", [[1], {}, {"a": 1}, {1: np.ones(1)}])
def test_a_pickle_of_something_else_than_arrays_by_name_is_said(tmp_path, content):
    file = tmp_path / "other.pkl"
    file.write_bytes(pickle.dumps(content))
    assert said(read_arrays, file).message == f"{file} is not a dict of arrays by name"
