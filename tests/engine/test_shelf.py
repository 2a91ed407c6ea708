"""Models are loaded when used and put away when memory runs short."""

from __future__ import annotations

import errno
import weakref

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.core.progress import Progress
from sketch2image.engine.faults import OutOfMemory, faults_said
from sketch2image.engine.shelf import Maker, Shelf

GB = 1_000_000_000


class Machine:
    """Four gigabytes, and what of it models take."""

    def __init__(self):
        self.loads = []
        self.free = 4 * GB
        self.fails = 0

    def maker(self, name, size):
        def load(report):
            report(Progress("load", text=f"half of {name}"))
            if self.fails:
                self.fails -= 1
                raise MemoryError
            self.loads.append(name)
            return name.upper()

        return Maker(load, size, name)


def shelf(machine, **sizes):
    made = Shelf(
        {name: machine.maker(name, size) for name, size in sizes.items()},
        lambda: machine.free - sum(sizes[name] for name in made.held),
    )
    return made


def bring(made, part):
    return [event.text for event in made.bring(part)]


def test_a_model_is_loaded_once():
    machine = Machine()
    made = shelf(machine, one=GB)
    assert bring(made, "one") == ["loading one (1.0 GB)", "half of one"]
    assert bring(made, "one") == []
    assert made.take("one") == "ONE"
    assert machine.loads == ["one"]


def test_the_one_used_longest_ago_makes_room():
    machine = Machine()
    made = shelf(machine, one=GB, two=GB, big=5 * GB // 2)
    for part in ("one", "two", "one", "big"):
        bring(made, part)
    assert made.held == ("one", "big")


def test_everything_goes_for_a_model_that_may_not_fit():
    machine = Machine()
    made = shelf(machine, one=GB, two=GB, huge=5 * GB)
    for part in ("one", "two", "huge"):
        bring(made, part)
    assert made.held == ("huge",)


def test_a_load_that_runs_out_of_memory_is_tried_again_alone():
    machine = Machine()
    made = shelf(machine, one=GB, two=GB)
    bring(made, "one")
    machine.fails = 1
    bring(made, "two")
    assert made.held == ("two",)


def test_a_load_that_does_not_fit_alone_is_said():
    machine = Machine()
    made = shelf(machine, one=GB)
    machine.fails = 1
    with pytest.raises(UserError, match="need more memory") as caught:
        bring(made, "one")
    assert caught.value.kind is ErrorKind.engine
    assert made.held == ()


def test_one_can_be_kept_while_the_others_go():
    made = shelf(Machine(), one=GB, two=GB)
    bring(made, "one")
    bring(made, "two")
    assert made.put_away(keep="one")
    assert made.held == ("one",)
    assert not made.put_away(keep="one")


class Half:
    """A model that is half there."""


def test_what_failed_is_gone_before_the_second_try():
    left = []

    def load(_):
        if left:
            assert left[0]() is None
            return "BIG"
        half = Half()
        left.append(weakref.ref(half))
        raise MemoryError

    machine = Machine()
    makers = {"one": machine.maker("one", GB), "big": Maker(load, GB, "big")}
    made = Shelf(makers, lambda: 4 * GB)
    bring(made, "one")
    bring(made, "big")
    assert made.held == ("big",)


def test_a_damaged_model_is_the_models_fault():
    def load(_):
        raise UserError(ErrorKind.unreadable, "weights.safetensors is cut off", "Pull it again.")

    with pytest.raises(UserError, match=r"big: weights\.safetensors is cut off") as caught:
        bring(Shelf({"big": Maker(load, GB, "big")}, lambda: 4 * GB), "big")
    assert caught.value.kind is ErrorKind.model


def test_a_missing_library_is_said():
    def load(_):
        import a_library_that_is_not_there  # noqa: F401 # pyright: ignore

    with pytest.raises(UserError, match="missing or broken") as caught:
        bring(Shelf({"big": Maker(load, GB, "big")}, lambda: 4 * GB), "big")
    assert caught.value.kind is ErrorKind.dependency


@pytest.mark.parametrize(
    "error",
    [
        MemoryError(),
        RuntimeError("CUDA out of memory. Tried to allocate 2 GiB"),
        OSError(errno.ENOMEM, "Cannot allocate memory"),
    ],
)
def test_errors_of_memory_are_told_from_others(error):
    with pytest.raises(OutOfMemory), faults_said():
        raise error
    with pytest.raises(RuntimeError, match="shapes"), faults_said():
        raise RuntimeError("shapes do not fit")


def test_errors_of_a_device_are_for_people():
    with pytest.raises(UserError, match="the device failed: CUDA error") as caught, faults_said():
        raise RuntimeError("CUDA error: an illegal\nmemory access")
    assert caught.value.kind is ErrorKind.engine
    assert "\n" not in caught.value.message
