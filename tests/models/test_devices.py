"""Names of devices and precisions."""

from __future__ import annotations

import errno

import pytest
import torch

from sketch2image.core.errors import UserError
from sketch2image.models.devices import device_of, dtype_of, is_out_of_memory

CPU = torch.device("cpu")


@pytest.fixture
def two_gpus(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda including_emulation=True: True)


@pytest.fixture
def no_gpu(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 0)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)


def test_auto_takes_a_gpu_where_there_is_one(two_gpus):
    assert device_of("auto") == torch.device("cuda")


def test_auto_takes_the_cpu_where_there_is_none(no_gpu):
    assert device_of("auto") == CPU


def test_a_gpu_can_be_chosen_by_number(two_gpus):
    assert device_of("cuda:1") == torch.device("cuda", 1)


@pytest.mark.parametrize("name", ["cuda:2", "cuda:x"])
def test_a_gpu_that_is_not_there_is_said(two_gpus, name):
    with pytest.raises(UserError, match=f"this machine has no device {name}"):
        device_of(name)


def test_a_device_that_is_not_there_is_said(no_gpu):
    with pytest.raises(UserError, match="this machine has no device cuda"):
        device_of("cuda")


def test_unknown_names_are_said():
    with pytest.raises(UserError, match="no such device: 'tpu'"):
        device_of("tpu")
    with pytest.raises(UserError, match="no such precision: 'int4'"):
        dtype_of("int4", CPU)


def test_auto_precision_is_full_on_the_cpu_and_half_on_new_gpus(two_gpus):
    assert dtype_of("auto", CPU) is torch.float32
    assert dtype_of("auto", torch.device("cuda")) is torch.bfloat16
    assert dtype_of("fp16", CPU) is torch.float16


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (MemoryError(), True),
        (OSError(errno.ENOMEM, "Cannot allocate memory"), True),
        (RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"), True),
        (RuntimeError("CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate"), True),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), True),
        (RuntimeError("shapes do not fit"), False),
        (ValueError("out of memory"), False),
    ],
)
def test_errors_of_memory_are_told_from_others(error, told):
    assert is_out_of_memory(error) is told


def test_auto_takes_no_bf16_that_a_gpu_only_imitates(two_gpus, monkeypatch):
    monkeypatch.setattr(
        torch.cuda, "is_bf16_supported", lambda including_emulation=True: including_emulation
    )
    assert dtype_of("auto", torch.device("cuda")) == torch.float32
