"""All training pictures in the memory of the device, and canvases drawn from them there: warped, mixed, spoilt.

On a GPU it draws thousands of canvases a second; a CPU is faster with data.batches.
"""
import os
import sys

import torch
from torch.nn import functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
from dice import Dice  # noqa: E402
from spoil import spoil  # noqa: E402
from warp import warp  # noqa: E402

MOST_OBJECTS, MOST_IGNORED = 160, 120
# Part of the canvases that show four pictures; part of the others that show a picture as the box sees it, whole and
# straight (Touvron et al., Fixing the train-test resolution discrepancy, 2019): far bodies are as small as they will be.
MOSAICS = 0.15
AS_SEEN = 0.4


class Bank:
    def __init__(self, samples, weights, device, seed=1):
        """samples: (picture HxWx3 BGR uint8, boxes n x 4, classes n, ignore k x 4) as data.load gives them."""
        self.device = device
        self.dice = Dice(device, seed)
        self.weights = torch.tensor(weights, dtype=torch.float32, device=device)
        self.pictures = [torch.from_numpy(p[:, :, ::-1].copy()).permute(2, 0, 1).contiguous().to(device) for p, *_ in samples]
        self.sizes = torch.tensor([[p.shape[1], p.shape[0]] for p, *_ in samples], dtype=torch.float32, device=device)
        most = max(1, max(len(s[1]) for s in samples))
        least = max(1, max(len(s[3]) for s in samples))
        count = len(samples)
        boxes, names, ignore = torch.zeros(count, most, 4), torch.full((count, most), -1), torch.zeros(count, least, 4)
        for i, (_, b, c, g) in enumerate(samples):
            boxes[i, : len(b)], names[i, : len(b)] = torch.from_numpy(b), torch.from_numpy(c)
            ignore[i, : len(g)] = torch.from_numpy(g)
        self.boxes, self.names, self.ignore = boxes.to(device), names.to(device), ignore.to(device)

    def draw(self, count, width, height):
        """`count` canvases: pictures n x 3 x H x W float 0..255 RGB, boxes n x m x 4, classes n x m (-1 none), ignore."""
        mixed = int(count * MOSAICS)
        whole = self.place(count - mixed, width, height)
        parts = self.place(mixed * 4, width // 2, height // 2)
        canvas = torch.cat((whole[0], tiles(parts[0], mixed)))
        shift = torch.tensor([[0, 0], [1, 0], [0, 1], [1, 1]], device=self.device) * torch.tensor([width // 2, height // 2], device=self.device)
        shift = shift.repeat(mixed, 1).repeat(1, 2)[:, None].float()
        joined = [whole[1:], [(parts[1] + shift).reshape(mixed, -1, 4), parts[2].reshape(mixed, -1), (parts[3] + shift * (parts[3].sum(-1, keepdim=True) != 0)).reshape(mixed, -1, 4)]]
        boxes, names, ignore = (pad_join([j[k] for j in joined], -1 if k == 1 else 0) for k in range(3))
        boxes, names, ignore = squeeze(boxes, names, ignore)
        return spoil(canvas, self.dice), boxes, names, ignore

    def place(self, count, width, height):
        """One picture a canvas at a random scale, place and stretch; zoomed in, it looks at something."""
        if count == 0:
            return torch.zeros(0, 3, height, width, device=self.device), *(t[:0] for t in (self.boxes, self.names, self.ignore))
        dice = self.dice
        chosen = dice.pick(self.weights, count)
        size, boxes, names, ignore = self.sizes[chosen], self.boxes[chosen], self.names[chosen], self.ignore[chosen]
        room = torch.tensor([width, height], dtype=torch.float32, device=self.device)
        fit = (room / size).amin(1)
        as_seen = dice.chance(AS_SEEN, count)
        scale = fit * torch.exp(torch.where(as_seen, dice.uniform(-0.08, 0.04, count), dice.uniform(-0.45, 0.9, count)))
        stretch = torch.exp(torch.where(as_seen, 0.0, dice.uniform(-0.12, 0.12, count)))
        flip = torch.where(dice.chance(0.5, count), -1.0, 1.0)
        factor = torch.stack((scale * stretch * flip, scale / stretch), 1)
        pick = torch.multinomial((names >= 0).float() + 1e-6, 1, generator=dice.random)[:, 0]
        object_ = boxes[torch.arange(count, device=self.device), pick]
        looks = (scale > fit) & ~as_seen & (names >= 0).any(1) & dice.chance(0.8, count)
        focus = torch.where(looks[:, None], (object_[:, :2] + object_[:, 2:]) / 2, size / 2)
        middle = torch.where(as_seen[:, None], dice.uniform(0.47, 0.53, count, 2), dice.uniform(0.3, 0.7, count, 2))
        move = room * middle - factor * focus
        canvas = warp([self.pictures[i] for i in chosen.tolist()], factor, move, width, height)

        def moved(b):
            corners = b.reshape(count, -1, 2, 2) * factor[:, None, None] + move[:, None, None]
            return torch.cat((corners.amin(2), corners.amax(2)), -1)

        full = moved(boxes)
        limit = room.repeat(2)
        cut = torch.minimum(full.clamp(min=0), limit)
        area = lambda b: (b[..., 2:] - b[..., :2]).clamp(min=0).prod(-1)
        seen = area(cut) / area(full).clamp(min=1e-6)
        side = (cut[..., 2:] - cut[..., :2]).amin(-1)
        real = names >= 0
        good = real & (seen > 0.4) & (side >= 5)
        doubt = real & (seen > 0.05) & ~good
        nobody = torch.cat((torch.where(doubt[..., None], cut, torch.zeros_like(cut)), torch.minimum(moved(ignore).clamp(min=0), limit)), 1)
        nobody[nobody[..., 2:].le(nobody[..., :2]).any(-1)] = 0
        return canvas, torch.where(good[..., None], cut, torch.zeros_like(cut)), torch.where(good, names, torch.full_like(names, -1)), nobody


def tiles(parts, count):
    """4n quarters to n canvases."""
    _, c, h, w = parts.shape
    return parts.reshape(count, 2, 2, c, h, w).permute(0, 3, 1, 4, 2, 5).reshape(count, c, 2 * h, 2 * w)


def pad_join(pair, filler):
    most = max(p.shape[1] for p in pair)
    padded = [F.pad(p, (0, 0, 0, most - p.shape[1]) if p.dim() == 3 else (0, most - p.shape[1]), value=filler) for p in pair]
    return torch.cat(padded)


def squeeze(boxes, names, ignore):
    """Real entries to the front, the rest cut off; objects beyond what fits are ignored, the smallest first."""
    area = (boxes[..., 2:] - boxes[..., :2]).prod(-1) * (names >= 0)
    order = area.argsort(1, descending=True)
    boxes, names = boxes.gather(1, order[..., None].expand(-1, -1, 4)), names.gather(1, order)
    most = min(MOST_OBJECTS, max(1, int((names >= 0).sum(1).max())))
    ignore = torch.cat((boxes[:, most:], ignore), 1)
    room = (ignore[..., 2:] - ignore[..., :2]).prod(-1)
    order = room.argsort(1, descending=True)
    ignore = ignore.gather(1, order[..., None].expand(-1, -1, 4))
    least = min(MOST_IGNORED, max(1, int((room > 0).sum(1).max())))
    return boxes[:, :most], names[:, :most], ignore[:, :least]
