"""Weighing what a beam search found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sketch2image.core.types import Guess

MOST = 5


def guesses_of(labels: Sequence[str | None], log_odds: Sequence[float]) -> tuple[Guess, ...]:
    """Up to five different labels, likeliest first; their scores sum to at most 1.

    Sentences that name the same thing count together. Scores are the softmax of the sentences'
    log-probabilities over all that name something.

    Args:
        labels: what each sentence names, None where it names nothing.
        log_odds: sum over its tokens of their log-probabilities, for each sentence.
    """
    named = [(label, odds) for label, odds in zip(labels, log_odds, strict=True) if label]
    if not named:
        return ()
    odds = np.array([value for _, value in named], np.float64)
    weights = np.exp(odds - odds.max())
    shares: dict[str, float] = {}
    for (label, _), share in zip(named, weights / weights.sum(), strict=True):
        shares[label] = shares.get(label, 0.0) + float(share)
    best = sorted(shares.items(), key=lambda item: -item[1])[:MOST]
    return tuple(Guess(label, min(share, 1.0)) for label, share in best)
