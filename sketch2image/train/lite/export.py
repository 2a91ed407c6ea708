"""Trained networks to small ONNX files with a JSON sidecar."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import normalize
from torch.nn.utils.fusion import fuse_conv_bn_eval

from sketch2image.core.files import write_atomically

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

_OPSET = 18
_SMALL = 256


class BothWays(nn.Module):
    """Mean answer of a network to a picture and its mirror image."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> Tensor:
        return (self.network(x) + self.network(x.flip(-1))) / 2


class UnitRows(nn.Module):
    """Direction between a network's vectors of a picture and of its mirror image."""

    def __init__(self, network: nn.Module) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor) -> Tensor:
        return normalize(self.network(x) + self.network(x.flip(-1)), dim=1)


def export(network: nn.Module, example: Tensor, names: tuple[str, str], file: Path) -> str:
    """Writes a network as ONNX with int8 weights; gives the file's sha256.

    Args:
        network: one tensor in, one out, the first axis of both free.
        example: an input of at least two rows.
        names: of the input and of the output.
        file: where to.
    """
    import onnx

    program = torch.onnx.export(
        fused(network).eval(),
        (example,),
        input_names=[names[0]],
        output_names=[names[1]],
        dynamic_shapes=({0: torch.export.Dim("batch", min=1)},),
        opset_version=_OPSET,
        dynamo=True,
        verbose=False,
    )
    assert program is not None
    model = without_traces(_with_byte_weights(program.model_proto))
    onnx.checker.check_model(model)
    content = model.SerializeToString()
    write_atomically(file, content)
    return hashlib.sha256(content).hexdigest()


def write_card(file: Path, values: Mapping[str, Any]) -> None:
    """Writes the JSON sidecar of a model."""
    write_atomically(file, (json.dumps(values, indent=2) + "\n").encode())


def fused(network: nn.Module) -> nn.Module:
    """The network with every batch normalization folded into its convolution."""
    for name, child in network.named_children():
        pair = list(child.children())
        match pair:
            case [nn.Conv2d() as convolution, nn.BatchNorm2d() as norm]:
                setattr(network, name, fuse_conv_bn_eval(convolution.eval(), norm.eval()))
            case _:
                fused(child)
    return network


def without_traces(model: ModelProto) -> ModelProto:
    """Removes what the exporter notes about the source code, with the paths of this machine."""
    parts = (model, model.graph, *model.graph.node, *model.graph.initializer)
    parts += (*model.graph.input, *model.graph.output, *model.functions)
    for part in (*parts, *(node for function in model.functions for node in function.node)):
        del part.metadata_props[:]
        part.doc_string = ""
    return model


def _with_byte_weights(model: ModelProto) -> ModelProto:
    """Stores large weights as int8 with a scale for every row.

    Cast and scale are constant, so ONNX Runtime makes float weights of them once, when it loads.
    """
    restores: list[NodeProto] = []
    for weight in list(model.graph.initializer):
        if weight.data_type == 1 and len(weight.dims) > 1 and prod(weight.dims) >= _SMALL:
            restores += _shrink(model, weight)
    for node in reversed(restores):
        model.graph.node.insert(0, node)
    del model.graph.value_info[:]
    return model


def _shrink(model: ModelProto, weight: TensorProto) -> list[NodeProto]:
    from onnx import TensorProto, helper, numpy_helper

    name = weight.name
    values = numpy_helper.to_array(weight)
    scale = np.abs(values).max(axis=tuple(range(1, values.ndim)), keepdims=True) / 127
    scale = np.maximum(scale, 1e-12).astype(np.float32)
    bytes_ = np.round(values / scale).astype(np.int8)
    weight.CopyFrom(numpy_helper.from_array(bytes_, f"{name}.bytes"))
    model.graph.initializer.append(numpy_helper.from_array(scale, f"{name}.scale"))
    return [
        helper.make_node("Cast", [f"{name}.bytes"], [f"{name}.float"], to=TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}.float", f"{name}.scale"], [name]),
    ]
