"""All motorbikes on one device, what is drawn of them for training, and what the net is to say."""
import os
import sys

import numpy as np
import torch

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
from dice import Dice  # noqa: E402
from spoil import coarse, some, spoil  # noqa: E402
from warp import GREY, warp  # noqa: E402

from data import MOST_HEADS  # noqa: E402
from net import ABOVE, BELOW, SIDE, SIDES, STRIDE  # noqa: E402

# So much of a head must be seen to be taught; between the two nothing is.
VISIBLE, HIDDEN = 0.4, 0.12


class Crops:
    """Samples on a device, and batches drawn from them there."""

    def __init__(self, samples, weights, device, seed=1):
        self.device, self.dice = device, Dice(device, seed)
        self.weights = torch.tensor(weights, dtype=torch.float32, device=device)
        stack = np.stack([s.picture[:, :, ::-1].transpose(2, 0, 1) for s in samples])
        self.pictures = torch.from_numpy(stack).to(device)
        self.boxes = torch.from_numpy(np.stack([s.box for s in samples])).to(device)
        heads = torch.zeros(len(samples), MOST_HEADS, 5)
        for i, s in enumerate(samples):
            heads[i, : len(s.heads)] = torch.from_numpy(s.heads)
        self.heads = heads.to(device)

    def draw(self, count):
        """Augmented crops n x 3 x SIDE x SIDE float 0..255 RGB and their heads n x 5 x 5 in its pixels."""
        dice = self.dice
        chosen = dice.pick(self.weights, count)
        box = self.boxes[chosen].clone()
        # Who stands behind another has a box that ends where the other one begins.
        box[:, 3] *= torch.where(dice.chance(0.2, count), dice.uniform(0.72, 1.0, count), dice.uniform(0.95, 1.05, count))
        grow = torch.exp(dice.uniform(-0.1, 0.14, count, 2))
        middle = box[:, :2] + box[:, 2:] * (0.5 + dice.uniform(-0.07, 0.07, count, 2))
        box = torch.cat((middle - box[:, 2:] * grow / 2, box[:, 2:] * grow), 1)
        x, heads = self.cut(chosen, box, torch.where(dice.chance(0.5, count), -1.0, 1.0))
        for _ in range(3):  # far motorbikes, blown up
            some(x, dice.chance(0.2, count), lambda part: coarse(part, dice, 0.25, 0.8))
        # Helmets, hair and clothes have more colours than were rendered.
        order = torch.rand(count, 3, generator=dice.random, device=self.device).argsort(1)
        other = x.gather(1, order[:, :, None, None].expand_as(x))
        x = torch.where(dice.chance(0.5, count)[:, None, None, None], other, x)
        return spoil(x, dice, 0.6), heads

    def cut(self, chosen, box=None, mirror=None):
        """What the net is shown of these samples, at their boxes or at others (n x 4)."""
        box = self.boxes[chosen] if box is None else box
        heads = self.heads[chosen].clone()
        around = torch.tensor([SIDES, ABOVE], device=self.device)
        size = box[:, 2:] * torch.tensor([1 + 2 * SIDES, 1 + ABOVE + BELOW], device=self.device)
        corner = box[:, :2] - around * box[:, 2:]
        scale = (SIDE / size).amin(1, keepdim=True)
        factor, move = scale.expand(-1, 2).clone(), -corner * scale
        if mirror is not None:
            # The crop lies at the top left of the net's input; a mirrored one too.
            move[:, 0] = torch.where(mirror < 0, (size[:, 0] + corner[:, 0]) * scale[:, 0], move[:, 0])
            factor[:, 0] *= mirror
        x = warp(self.pictures[chosen], factor, move, SIDE, SIDE)
        reach = (scale * size)[:, :, None]
        at = torch.arange(SIDE, device=self.device) + 0.5
        outside = (at[None] > reach[:, 0])[:, None, None, :] | (at[None] > reach[:, 1])[:, None, :, None]
        x = torch.where(outside, torch.full_like(x, GREY), x)
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
