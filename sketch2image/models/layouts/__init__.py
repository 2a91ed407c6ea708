"""Names and shapes of the tensors in published checkpoints, without the checkpoints."""

from sketch2image.models.layouts.check import check_layout
from sketch2image.models.layouts.headers import layout_of_file, layout_of_folder
from sketch2image.models.layouts.tables import Layout, layout, layouts, spare
from sketch2image.models.layouts.turbo import turbo_layout

__all__ = [
    "Layout",
    "check_layout",
    "layout",
    "layout_of_file",
    "layout_of_folder",
    "layouts",
    "spare",
    "turbo_layout",
]
