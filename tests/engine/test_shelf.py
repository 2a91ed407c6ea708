"""Models are loaded when used and put away when memory runs short."""

from __future__ import annotations

import pytest

from sketch2image.core.errors import ErrorKind, UserError
from sketch2image.engine.memory import OutOfMemory, out_of_memory_said
from sketch2image.engine.shelf import Maker, Shelf

GB = 1_000_000_000


class Machine:
    """Four gigabytes, and what of it models take."""

    def __init__(self):
        self.loads = []
        self.free = 4 * GB
        self.fails = 0

    def maker(self, name, size, need=None):
        def load():
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
    assert bring(made, "one") == ["loading one (1.0 GB)"]
    assert bring(made, "one") == []
    assert made.take("one") == "ONE"
    assert machine.loads == ["one"]


def test_the_one_used_longest_ago_makes_room():
    machine = Machine()
    made = shelf(machine, one=GB, two=GB, big=2 * GB)
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


@pytest.mark.parametrize(
    "error", [MemoryError(), RuntimeError("CUDA out of memory. Tried to allocate 2 GiB")]
)
def test_errors_of_memory_are_told_from_others(error):
    with pytest.raises(OutOfMemory), out_of_memory_said():
        raise error
    with pytest.raises(RuntimeError, match="shapes"), out_of_memory_said():
        raise RuntimeError("shapes do not fit")
