"""Fits the intent classifier to the fit part of the corpus and writes `songreel_engine/language/intents.npz`.

A multinomial logistic regression with an L2 penalty, by L-BFGS. The penalty and the temperature are chosen on messages
held out of each fold; the test part is never read. Run it in the repository: `PYTHONPATH=engine python
training/language/fit_intents.py`, a few seconds.
"""

from pathlib import Path
from typing import Final

import numpy as np
from corpus import read_corpus, read_more
from numpy.typing import NDArray
from scipy.optimize import minimize, minimize_scalar
from scipy.sparse import csr_matrix
from scipy.special import log_softmax, softmax

import songreel_engine.language.intent as intent_module
from songreel_engine.language.intent import BUCKETS, INTENTS, features

PENALTIES: Final = (0.1, 0.3)
FOLDS: Final = 5
WRITTEN: Final = Path(intent_module.__file__).with_name("intents.npz")
Doubles = NDArray[np.float64]


def main() -> None:
    examples = [(message["intent"], message["text"]) for message in read_corpus("fit")] + read_more()
    seen = _matrix([message for _, message in examples])
    wanted = np.array([INTENTS.index(intent) for intent, _ in examples])
    # Messages of one kind are written one after another, so every fold must take every fifth.
    fold = np.arange(len(wanted)) % FOLDS
    held_out = {penalty: _held_out_scores(seen, wanted, fold, penalty) for penalty in PENALTIES}
    penalty = min(PENALTIES, key=lambda p: _loss(held_out[p], wanted, _temperature(held_out[p], wanted)))
    temperature = _temperature(held_out[penalty], wanted)
    weights, bias = _fitted(seen, wanted, penalty)
    np.savez_compressed(
        WRITTEN,
        intents=np.array(INTENTS),
        weights=(weights / temperature).astype(np.float16),
        bias=(bias / temperature).astype(np.float16),
    )
    right = held_out[penalty].argmax(axis=1) == wanted
    print(f"{len(wanted)} messages, penalty {penalty}, temperature {temperature:.2f}")
    print(f"held out: {right.mean():.1%} right, loss {_loss(held_out[penalty], wanted, temperature):.3f}")
    print(f"{WRITTEN.name}: {WRITTEN.stat().st_size / 1000:.0f} KB")


def _matrix(messages: list[str]) -> csr_matrix:
    """[messages, BUCKETS], 1 where a message has the n-gram."""
    rows = [features(message) for message in messages]
    starts = np.cumsum([0, *(len(row) for row in rows)])
    return csr_matrix((np.ones(starts[-1]), np.concatenate(rows), starts), shape=(len(rows), BUCKETS))


def _held_out_scores(seen: csr_matrix, wanted: NDArray[np.int64], fold: NDArray[np.int64], penalty: float) -> Doubles:
    """[messages, intents]: each message scored by a model that was not fitted to it."""
    scores = np.empty((len(wanted), len(INTENTS)))
    for number in range(FOLDS):
        rest, here = np.flatnonzero(fold != number), np.flatnonzero(fold == number)
        weights, bias = _fitted(seen[rest], wanted[rest], penalty)
        scores[here] = seen[here] @ weights + bias
    return scores


def _fitted(seen: csr_matrix, wanted: NDArray[np.int64], penalty: float) -> tuple[Doubles, Doubles]:
    truth = np.eye(len(INTENTS))[wanted]
    shape = (BUCKETS + 1, len(INTENTS))

    def loss(flat: Doubles) -> tuple[float, Doubles]:
        table = flat.reshape(shape)
        scores = seen @ table[:-1] + table[-1]
        error = softmax(scores, axis=1) - truth
        slope = np.vstack([seen.T @ error + penalty * table[:-1], error.sum(axis=0)])
        value = -(truth * log_softmax(scores, axis=1)).sum() + penalty / 2 * (table[:-1] ** 2).sum()
        return float(value), slope.ravel()

    table = minimize(loss, np.zeros(shape).ravel(), jac=True, method="L-BFGS-B", options={"maxiter": 100}).x.reshape(
        shape
    )
    return table[:-1], table[-1]


def _temperature(scores: Doubles, wanted: NDArray[np.int64]) -> float:
    """What the scores are divided by, so that chances are as often right as they say."""
    best = minimize_scalar(lambda t: _loss(scores, wanted, t), bounds=(0.05, 5.0), method="bounded")
    return float(best.x)


def _loss(scores: Doubles, wanted: NDArray[np.int64], temperature: float) -> float:
    return float(-log_softmax(scores / temperature, axis=1)[np.arange(len(wanted)), wanted].mean())


if __name__ == "__main__":
    main()
