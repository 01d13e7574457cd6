"""Trains the listener on a folder of songs that `dataset` made and exports its weights for the engine.

    python -m songreel_training.train SONGS --minutes 50 --export listener.npz

Runs on the CPU; a GPU is used where PyTorch sees one. New songs that appear in the folder join at the next epoch, and
`--checkpoint` lets an interrupted run go on.
"""

import argparse
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.signal import lfilter
from torch import Tensor, nn

from songreel_training.dataset import FIRST_HELD_OUT_SEED, Heard, read_heard
from songreel_training.network import BANDS, HEADS, Listener, exported

RATE_HZ: Final = 50
CROP_S: Final = 48
BATCH: Final = 6
LEARNING_RATE: Final = 3e-3
WEIGHT_DECAY: Final = 1e-3
AVERAGING: Final = 0.998
"""Of the weights that are exported, a step: averaging over some hundred steps makes up for a short training."""
HEAD_WEIGHTS: Final = {"beat": 1.0, "downbeat": 1.0, "kick": 0.5, "snare": 0.5, "vocal": 0.5}
POSITIVE_WEIGHTS: Final = {"beat": 3.0, "downbeat": 6.0, "kick": 3.0, "snare": 3.0, "vocal": 1.0}
"""Events are rare frames; without a weight the network starts by saying never."""
METRE_WEIGHT: Final = 0.1
VALIDATION_SHARE: Final = 25
"""One song in this many is only validated on."""


@dataclass(frozen=True, eq=False)
class Batch:
    log_mel: Tensor
    """[batch, 2 × frames, bands]."""
    targets: Tensor
    """[batch, frames, heads] 0..1."""
    metre: Tensor
    """[batch]."""


def targets_of(heard: Heard, start_s: float, frames: int, stretch: float) -> NDArray[np.float32]:
    """[frames, heads] of the crop that begins at `start_s` and is played `stretch` times slower."""
    columns = [heard.beats_s, heard.downbeats_s, heard.kicks_s, heard.snares_s]
    targets = np.zeros((frames, len(HEADS)), dtype=np.float32)
    for column, times_s in enumerate(columns):
        at = (times_s - start_s) * stretch * RATE_HZ
        at = at[(at > -2) & (at < frames + 1)]
        nearest = np.rint(at).astype(int)
        for offset in (-1, 0, 1):
            frame = nearest + offset
            inside = (frame >= 0) & (frame < frames)
            # 1 on the event, falling to 0 a frame and a half away.
            near = np.maximum(1.25 - np.abs(at - frame) / 1.2, 0)
            np.maximum.at(targets[:, column], frame[inside], np.minimum(near[inside], 1))
    for low_s, high_s in heard.vocals_s:
        low, high = ((t - start_s) * stretch * RATE_HZ for t in (low_s, high_s))
        targets[max(round(low), 0) : max(round(high), 0), HEADS.index("vocal")] = 1
    return targets


def crop_of(heard: Heard, rng: np.random.Generator) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """A crop of CROP_S with its targets: another place, pace, equaliser and level each time."""
    frames = CROP_S * RATE_HZ
    stretch = float(np.exp(rng.uniform(-0.17, 0.17))) if rng.random() < 0.6 else 1.0
    needed = round(2 * frames / stretch)
    spare = len(heard.log_mel) - needed
    first = int(rng.integers(0, spare + 1)) if spare > 0 else int(rng.integers(spare, 1))
    source = first + np.arange(2 * frames) / stretch
    log_mel = _at(heard.log_mel, source)
    return _voiced(log_mel, rng), targets_of(heard, first / (2 * RATE_HZ), frames, stretch)


def _at(log_mel: NDArray[np.float16], source: NDArray[np.float64]) -> NDArray[np.float32]:
    """Rows between frames, by linear interpolation; silence beyond the song."""
    below = np.floor(source).astype(int)
    share = (source - below).astype(np.float32)[:, None]
    rows = [log_mel[np.clip(at, 0, len(log_mel) - 1)].astype(np.float32) for at in (below, below + 1)]
    mixed = (1 - share) * rows[0] + share * rows[1]
    mixed[(source < 0) | (source > len(log_mel) - 1)] = 0
    return mixed


def _voiced(log_mel: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """As if other instruments had played it in another room: the soundfonts are few, a listener meets all of them."""
    magnitude = np.expm1(log_mel)
    for change, chance in _TIMBRES:
        if rng.random() < chance:
            magnitude = change(magnitude, rng)
    return np.log1p(np.maximum(magnitude, 0)).astype(np.float32)


def _equalised(magnitude: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Another level and another smooth curve."""
    gain_db = np.interp(np.linspace(0, 5, BANDS), np.arange(6), rng.normal(0, 4.0, 6)) + rng.normal(0, 4.0)
    return magnitude * (10 ** (gain_db / 20)).astype(np.float32)


def _coloured(magnitude: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """A rougher curve: bodies and formants of other instruments."""
    gain_db = np.interp(np.linspace(0, 15, BANDS), np.arange(16), rng.normal(0, 5.0, 16))
    return magnitude * (10 ** (gain_db / 20)).astype(np.float32)


def _closed_at_the_top(magnitude: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    closed = magnitude.copy()
    closed[:, int(rng.integers(BANDS // 2, BANDS)) :] *= 0.01
    return closed


def _transposed(magnitude: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Up or down by a few bands."""
    at = np.clip(np.arange(BANDS) + rng.uniform(-4, 4), 0, BANDS - 1)
    below = np.minimum(at.astype(int), BANDS - 2)
    share = (at - below).astype(np.float32)
    return (1 - share) * magnitude[:, below] + share * magnitude[:, below + 1]


def _reverberant(magnitude: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """With a tail of 0.1 to 0.7 s."""
    keep = float(np.exp(-1 / (2 * RATE_HZ * rng.uniform(0.1, 0.7))))
    tail = lfilter([1 - keep], [1, -keep], magnitude, axis=0)
    return magnitude + np.float32(rng.uniform(0.3, 2.5)) * tail.astype(np.float32)


def _softened(magnitude: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """With attacks of 15 to 60 ms, as bows and pads have."""
    keep = float(np.exp(-1 / (2 * RATE_HZ * rng.uniform(0.015, 0.06))))
    return lfilter([1 - keep], [1, -keep], magnitude, axis=0).astype(np.float32)


def _noisy(magnitude: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """Over a floor of noise, −50 to −20 dB below the loudest band."""
    level = magnitude.max() * 10 ** (rng.uniform(-50, -20) / 20)
    return magnitude + (level * rng.rayleigh(1.0, magnitude.shape)).astype(np.float32)


def _levelled(magnitude: NDArray[np.float32], rng: np.random.Generator) -> NDArray[np.float32]:
    """With more or less difference between loud and soft."""
    loudest = max(float(magnitude.max()), 1e-6)
    return (loudest * (magnitude / loudest) ** rng.uniform(0.6, 1.3)).astype(np.float32)


_TIMBRES: Final = (
    (_transposed, 0.5), (_softened, 0.2), (_reverberant, 0.35), (_levelled, 0.3), (_noisy, 0.25), (_coloured, 0.6),
    (_equalised, 1.0), (_closed_at_the_top, 0.1),
)  # fmt: skip
"""(what is done, how often), in this order."""


def batches(songs: list[Heard], rng: np.random.Generator) -> Iterator[Batch]:
    """Every song once, in another order, in batches."""
    order = rng.permutation(len(songs))
    for first in range(0, len(order), BATCH):
        chosen = [songs[i] for i in order[first : first + BATCH]]
        crops = [crop_of(song, rng) for song in chosen]
        yield Batch(
            torch.from_numpy(np.stack([log_mel for log_mel, _ in crops])),
            torch.from_numpy(np.stack([targets for _, targets in crops])),
            torch.tensor([song.metre for song in chosen]),
        )


def loss_of(logits: Tensor, batch: Batch) -> tuple[Tensor, dict[str, float]]:
    """The weighted sum, and each head's own."""
    positive = torch.tensor([POSITIVE_WEIGHTS[name] for name in HEADS], device=logits.device)
    entropy = nn.functional.binary_cross_entropy_with_logits(
        logits[..., : len(HEADS)], batch.targets, pos_weight=positive, reduction="none"
    ).mean(dim=(0, 1))
    metre_logits = logits[..., len(HEADS) :].flatten(0, 1)
    metre = nn.functional.cross_entropy(metre_logits, batch.metre.repeat_interleave(logits.shape[1]))
    weights = torch.tensor([HEAD_WEIGHTS[name] for name in HEADS], device=logits.device)
    parts = dict(zip(HEADS, entropy.tolist(), strict=True)) | {"metre": float(metre.detach())}
    return (entropy * weights).sum() + METRE_WEIGHT * metre, parts


@dataclass
class Shelf:
    """The songs of a folder, read as they appear."""

    folder: Path

    def __post_init__(self) -> None:
        self._read: dict[int, Heard] = {}

    def refresh(self) -> None:
        for path in sorted(self.folder.glob("[0-9]*.npz")):
            seed = int(path.stem)
            if seed < FIRST_HELD_OUT_SEED and seed not in self._read:
                self._read[seed] = read_heard(path)

    @property
    def training(self) -> list[Heard]:
        return [song for seed, song in self._read.items() if seed % VALIDATION_SHARE]

    @property
    def validation(self) -> list[Heard]:
        return [song for seed, song in self._read.items() if seed % VALIDATION_SHARE == 0]


def _statistics(songs: list[Heard]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    rows = np.concatenate([song.log_mel[::20].astype(np.float32) for song in songs])
    return rows.mean(axis=0), np.maximum(rows.std(axis=0), 0.05)


def _validated(network: Listener, songs: list[Heard], device: torch.device) -> dict[str, float]:
    """Mean losses over the same crops each time."""
    network.eval()
    rng = np.random.default_rng(0)
    totals: dict[str, float] = {}
    count = 0
    with torch.no_grad():
        for batch in batches(songs, rng):
            _, parts = loss_of(network(batch.log_mel.to(device)), _moved(batch, device))
            totals = {name: totals.get(name, 0.0) + value for name, value in parts.items()}
            count += 1
    return {name: value / max(count, 1) for name, value in totals.items()}


def _moved(batch: Batch, device: torch.device) -> Batch:
    return Batch(batch.log_mel.to(device), batch.targets.to(device), batch.metre.to(device))


def train(
    shelf: Shelf, *, seconds: float, rate: float, start: Path | None, checkpoint: Path | None, export: Path, seed: int
) -> None:
    """Trains for `seconds`; the learning rate falls from `rate` to zero at their end. Exports after every epoch.

    `start`: a checkpoint whose averaged weights are begun from; `checkpoint`: where this run is kept and resumed from.
    """
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    shelf.refresh()
    network = Listener(*_statistics(shelf.training)).to(device)
    if start is not None:
        averaged_before = torch.load(start, map_location=device, weights_only=True)["averaged"]
        network.load_state_dict({k.removeprefix("module."): v for k, v in averaged_before.items() if k != "n_averaged"})
    averaged = torch.optim.swa_utils.AveragedModel(
        network, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(AVERAGING), use_buffers=True
    )
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=WEIGHT_DECAY)
    spent_s, epoch = 0.0, 0
    if checkpoint is not None and checkpoint.is_file():
        stored = torch.load(checkpoint, map_location=device, weights_only=True)
        network.load_state_dict(stored["network"])
        averaged.load_state_dict(stored["averaged"])
        optimiser.load_state_dict(stored["optimiser"])
        spent_s, epoch = stored["spent_s"], stored["epoch"]
    began_s = time.monotonic() - spent_s
    while (spent_s := time.monotonic() - began_s) < seconds:
        shelf.refresh()
        network.train()
        for batch in batches(shelf.training, rng):
            spent_s = time.monotonic() - began_s
            if spent_s >= seconds:
                break
            warm = min(1.0, spent_s / 60)
            for group in optimiser.param_groups:
                group["lr"] = rate * warm * 0.5 * (1 + math.cos(math.pi * spent_s / seconds))
            moved = _moved(batch, device)
            loss, _ = loss_of(network(moved.log_mel), moved)
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimiser.step()
            averaged.update_parameters(network)
        epoch += 1
        losses = _validated(averaged.module, shelf.validation, device)
        report = "  ".join(f"{name} {value:.4f}" for name, value in losses.items())
        print(f"epoch {epoch}  {spent_s:.0f} s  {len(shelf.training)} songs  {report}", flush=True)
        with export.open("wb") as file:
            np.savez_compressed(file, **exported(averaged.module))
        if checkpoint is not None:
            torch.save(
                {
                    "network": network.state_dict(),
                    "averaged": averaged.state_dict(),
                    "optimiser": optimiser.state_dict(),
                    "spent_s": spent_s,
                    "epoch": epoch,
                },
                checkpoint,
            )


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains the listener and exports its weights.")
    parser.add_argument("songs", type=Path, help="A folder that songreel_training.dataset filled.")
    parser.add_argument("--minutes", type=float, default=50)
    parser.add_argument("--export", type=Path, required=True)
    parser.add_argument("--checkpoint", type=Path)
    parser.add_argument("--start", type=Path, help="A checkpoint to begin from, with a schedule of its own.")
    parser.add_argument("--rate", type=float, default=LEARNING_RATE, help="The highest learning rate.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--threads", type=int, default=2)
    wanted = parser.parse_args()
    torch.set_num_threads(wanted.threads)
    train(
        Shelf(wanted.songs),
        seconds=60 * wanted.minutes,
        rate=wanted.rate,
        start=wanted.start,
        checkpoint=wanted.checkpoint,
        export=wanted.export,
        seed=wanted.seed,
    )


if __name__ == "__main__":
    main()
