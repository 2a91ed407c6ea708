"""Which pictures make hard pairs: the nearest of other classes, and of the own class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sketch2image.core.types import Vectors
from sketch2image.gallery.recognition.ground_truth import Labels
from sketch2image.gallery.recognition.neighbors import nearest

Places = NDArray[np.int64]
"""Positions of pictures in the train part."""

_WIDTH, _DEPTH = 10, 25


@dataclass(frozen=True)
class Mined:
    """Partners of N pictures.

    Attributes:
        negatives: (N, K) the nearest pictures of other classes, nearest first.
        positives: (N, 2) each picture and the one nearest to it within its class, which is the
            picture itself where the class has no other.
    """

    negatives: Places
    positives: Places


def mine(descriptors: Vectors, labels: Labels) -> Mined:
    """Partners by descriptors.

    Up to ten negatives are taken of the 25 nearest pictures, and of more where a class is so
    large that these might hold too few of other classes.

    Args:
        descriptors: (N, D) unit rows.
        labels: (N,) class ids of at least two classes.
    """
    return Mined(_negatives(descriptors, labels), _positives(descriptors, labels))


def _negatives(descriptors: Vectors, labels: Labels) -> Places:
    count = len(labels)
    largest = max(len(members) for members in members_of(labels))
    width = min(_WIDTH, count - largest)
    found = nearest(descriptors, descriptors, min(count, max(_DEPTH, largest + width))).rows
    own = labels[found] == labels[:, None]
    order = np.argsort(own, axis=1, kind="stable")[:, :width]
    return np.take_along_axis(found, order, axis=1)


def _positives(descriptors: Vectors, labels: Labels) -> Places:
    itself = np.arange(len(labels))
    partner = itself.copy()
    for members in members_of(labels):
        if len(members) > 1:
            alike = descriptors[members] @ descriptors[members].T
            np.fill_diagonal(alike, -np.inf)
            partner[members] = members[alike.argmax(axis=1)]
    return np.stack([itself, partner], axis=1)


def members_of(labels: Labels) -> Iterator[Places]:
    """Places of the pictures of each class, ascending."""
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.diff(labels[order])) + 1
    yield from np.split(order, starts)
