"""Crops of motorbikes with the heads of their riders: rendered with exact truth, real ones marked by people. Bicycles
come too, as motorbikes that nobody rides: the detector takes them for motorbikes, and cyclists need no helmet."""
import json
import os
import sys

import cv2
import numpy as np
import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
from dice import Dice  # noqa: E402
from spoil import coarse, some, spoil  # noqa: E402
from warp import warp  # noqa: E402

from net import MARGIN, SIDE, STRIDE  # noqa: E402

# A crop holds this much around the box, so that boxes may be drawn a little wrong; its box is at most so large.
AROUND, MOST_SIDE, LEAST_HEIGHT = 0.5, 150, 36
MOST_HEADS = 5
VISIBLE, HIDDEN = 0.4, 0.12


def read(path):
    """(train, held out) crops. A rendered seed with seed % 8 = 7 is held out; of marked crops those of a group that
    hashes so, as everywhere here."""
    train, held = [], []
    here = os.path.dirname(os.path.abspath(path))
    for line in open(path):
        item = json.loads(line)
        bikes = [o for o in item["objects"] if is_taught(o)]
        if not bikes:
            continue
        picture = cv2.imread(os.path.join(here, item["file"]))
        # A packed picture may be smaller than its labels say.
        shrunk = picture.shape[1] / item["width"]
        held_out = item["seed"] % 8 == 7 if "seed" in item else item.get("heldOut", False)
        (held if held_out else train).extend(crop(picture, o, shrunk, item["source"]) for o in bikes)
    return train, held


def is_taught(thing):
    known = thing["class"] == "bicycle" or (thing["class"] == "motorbike" and "riders" in thing)
    return known and thing["box"][3] >= LEAST_HEIGHT


def crop(picture, bike, shrunk, source):
    """One motorbike cut out: picture HxWx3 BGR, box, heads k x 5 (x, y, size, helmet 1/0/-1, visible) in its pixels."""
    x, y, w, h = (v * shrunk for v in bike["box"])
    left, top = max(0, int(x - w * AROUND)), max(0, int(y - h * AROUND))
    part = picture[top : int(y + h * (1 + AROUND)), left : int(x + w * (1 + AROUND))]
    scale = min(1.0, MOST_SIDE / max(w, h))
    if scale < 1:
        part = cv2.resize(part, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    heads = [
        [(r["head"][0] * shrunk - left) * scale, (r["head"][1] * shrunk - top) * scale, r["size"] * shrunk * scale,
         -1 if r["helmet"] is None else int(r["helmet"]), r["visible"]]
        for r in bike.get("riders", [])
    ]
    box = np.array([x - left, y - top, w, h], np.float32) * scale
    return np.ascontiguousarray(part), box, np.array(heads, np.float32).reshape(-1, 5), source, bike["class"]


class Crops:
    """All crops on a device, and batches drawn from them there."""

    def __init__(self, samples, weights, device, seed=1):
        self.device, self.dice = device, Dice(device, seed)
        self.weights = torch.tensor(weights, dtype=torch.float32, device=device)
        self.pictures = [torch.from_numpy(s[0][:, :, ::-1].copy()).permute(2, 0, 1).contiguous().to(device) for s in samples]
        self.boxes = torch.from_numpy(np.stack([s[1] for s in samples])).to(device)
        heads = torch.zeros(len(samples), MOST_HEADS, 5)
        for i, s in enumerate(samples):
            heads[i, : len(s[2])] = torch.from_numpy(s[2][:MOST_HEADS])
        self.heads = heads.to(device)

    def draw(self, count):
        """Augmented crops n x 3 x 96 x 96 float 0..255 RGB and their heads n x 5 x 5 in its pixels."""
        dice = self.dice
        chosen = dice.pick(self.weights, count)
        jitter = dice.uniform(-0.07, 0.07, count, 2)
        grow = torch.exp(dice.uniform(-0.1, 0.16, count, 2))
        mirror = torch.where(dice.chance(0.5, count), -1.0, 1.0)
        x, heads = self.cut(chosen, jitter, grow, mirror)
        for _ in range(3):  # far motorbikes, blown up
            some(x, dice.chance(0.15, count), lambda part: coarse(part, dice, 0.35, 0.8))
        # Helmets, hair and clothes have more colours than were rendered.
        order = torch.rand(count, 3, generator=dice.random, device=self.device).argsort(1)
        other = x.gather(1, order[:, :, None, None].expand_as(x))
        x = torch.where(dice.chance(0.5, count)[:, None, None, None], other, x)
        return spoil(x, dice, 0.6), heads

    def cut(self, chosen, jitter=0.0, grow=1.0, mirror=1.0):
        box, heads = self.boxes[chosen], self.heads[chosen].clone()
        middle = box[:, :2] + box[:, 2:] / 2 + jitter * box[:, 2:]
        size = box[:, 2:] * grow * (1 + 2 * MARGIN)
        scale = (SIDE / size).amin(1, keepdim=True)
        sign = torch.ones_like(box[:, :2])
        sign[:, 0] = mirror if torch.is_tensor(mirror) else 1.0
        # The crop lies at the top left of the net's input; a mirrored one too.
        factor, move = scale * sign, scale * size / 2 - scale * sign * middle
        x = warp([self.pictures[i] for i in chosen.tolist()], factor, move, SIDE, SIDE)
        reach = (scale * size)[:, :, None]
        at = torch.arange(SIDE, device=self.device) + 0.5
        outside = (at[None] > reach[:, 0])[:, None, None, :] | (at[None] > reach[:, 1])[:, None, :, None]
        x = torch.where(outside, torch.full_like(x, 114.0), x)
        heads[..., :2] = heads[..., :2] * factor[:, None] + move[:, None]
        heads[..., 2] *= scale
        return x, heads


def targets(heads):
    """Per cell: the map of heads (1 in their middles, falling off), helmet 1/0/-1, offset in cells, and where nobody knows."""
    n, device = len(heads), heads.device
    cells = SIDE // STRIDE
    at = torch.arange(cells, device=device) + 0.5
    place = heads[..., :2] / STRIDE
    dx, dy = at[None, None, None, :] - place[..., 0, None, None], at[None, None, :, None] - place[..., 1, None, None]
    sigma = (heads[..., 2] / STRIDE / 4.5).clamp(min=0.5)[..., None, None]
    hill = torch.exp(-(dx**2 + dy**2) / (2 * sigma**2))
    # The nearest cell is the peak itself.
    peak = (dx.abs() <= 0.5) & (dy.abs() <= 0.5)
    hill = torch.where(peak, torch.ones_like(hill), hill)
    shown = (heads[..., 4] >= VISIBLE)[..., None, None] & (heads[..., 2] > 0)[..., None, None]
    doubt = ((heads[..., 4] >= HIDDEN) & (heads[..., 4] < VISIBLE))[..., None, None] & (hill > 0.2)
    hill = hill * shown
    value, owner = hill.max(1)
    pick = lambda t: t.expand(n, t.shape[1], cells, cells).gather(1, owner[:, None])[:, 0]
    helmet = torch.where(value > 0.35, pick(heads[..., 3, None, None].contiguous()), torch.full_like(value, -1.0))
    offset = torch.stack((-pick(dx), -pick(dy)), 1)
    return value, helmet, offset, doubt.any(1) & (value < 0.2)
