"""What runs in the window's engine processes: one worker for all tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeVar

from sketch2image.core.progress import Report
from sketch2image.engine.desktop import (
    answers,
    checkpoints,
    files,
    galleries,
    machine,
    phone_page,
    phones,
    tasks,
)
from sketch2image.engine.desktop.stepping import in_steps
from sketch2image.engine.desktop.workplace import Workplace
from sketch2image.engine.job import Steps

Given = TypeVar("Given")
Handler = Callable[[Any, Workplace], Any]

HANDLERS: Mapping[type[tasks.Task[Any]], Handler] = {
    tasks.Answer: answers.answer,
    tasks.LookUp: answers.look_up,
    tasks.WarmUp: answers.warm_up,
    tasks.AddFolder: galleries.add_folder,
    tasks.Rescan: galleries.rescan,
    tasks.ListGalleries: galleries.list_galleries,
    tasks.RemoveGallery: galleries.remove_gallery,
    tasks.SyncPhone: phones.sync_phone,
    tasks.PushToPhone: phones.push_to_phone,
    tasks.SurveyPhone: phones.survey_phone,
    tasks.StartAdb: phones.start_adb,
    tasks.SendSheet: phones.send_sheet,
    tasks.ShowOnPhone: phones.show_on_phone,
    tasks.PairPhone: phones.pair_phone,
    tasks.ConnectPhone: phones.connect_phone,
    tasks.InvitePhone: phones.invite_phone,
    tasks.ListAddresses: phone_page.list_addresses,
    tasks.ServePage: phone_page.serve_page,
    tasks.OfferAnswer: phone_page.offer_answer,
    tasks.ListModels: checkpoints.list_models,
    tasks.PullModels: checkpoints.pull_models,
    tasks.ChooseModel: checkpoints.choose_model,
    tasks.RemoveModel: checkpoints.remove_model,
    tasks.Checkup: machine.look_at_all,
    tasks.OpenSketch: files.open_sketch,
    tasks.ReadPicture: files.read_picture,
    tasks.SaveAnswer: files.save_answer,
    tasks.SaveSheet: files.save_sheet,
    tasks.SaveStrip: files.save_strip,
    tasks.SaveSketch: files.save_sketch,
}
"""What does each task."""


class TaskWorker:
    """Does the tasks of a window; the models stay open between them."""

    def __init__(self) -> None:
        self._place = Workplace()

    def run(self, task: tasks.Task[Given]) -> Steps[Given]:
        """Do one task.

        Raises:
            UserError: as the type of the task says.
        """
        return in_steps(partial(self._do, task))

    def _do(self, task: tasks.Task[Given], report: Report) -> Given:
        self._place.report = report
        return HANDLERS[type(task)](task, self._place)


def task_worker() -> TaskWorker:
    """Makes the worker; for `ProcessEngine`."""
    return TaskWorker()
