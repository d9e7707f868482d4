"""The plate finder: a small residual network with a feature pyramid; plates as peaks, each with its four corners.

Peaks in the manner of CenterNet (Zhou, Wang, Krähenbühl: Objects as Points, 2019); corners instead of a box.
"""
import torch
from torch import nn
from torch.nn import functional as F

STRIDES = (8, 16)
UNIT = 4.0  # a corner offset of 1 is four cells
OUT = 1 + 1 + 8  # peak, two-line, corners


def conv(cin, cout, size=3, stride=1, dilation=1):
    return nn.Sequential(
        nn.Conv2d(cin, cout, size, stride, size // 2 * dilation, dilation, bias=False), nn.BatchNorm2d(cout), nn.ReLU(True)
    )


class Residual(nn.Module):
    def __init__(self, width, middle=None, dilation=1):
        super().__init__()
        middle = middle or width // 2
        self.body = nn.Sequential(conv(width, middle, 1), conv(middle, width, dilation=dilation))

    def forward(self, x):
        return x + self.body(x)


class Finder(nn.Module):
    """Takes N x 3 x H x W (multiples of 32), values -0.5..0.5; gives a level N x 10 x H/s x W/s for strides 8 and 16."""

    def __init__(self, width=64):
        super().__init__()
        self.stem = nn.Sequential(conv(3, 16, stride=2), conv(16, 32, stride=2), Residual(32))
        self.c8 = nn.Sequential(conv(32, 64, stride=2), Residual(64, 48), Residual(64, 48))
        self.c16 = nn.Sequential(conv(64, 96, stride=2), Residual(96, 64), Residual(96, 64), Residual(96, 64))
        self.c32 = nn.Sequential(conv(96, 128, stride=2), Residual(128), Residual(128, dilation=2), Residual(128, dilation=4), Residual(128))
        self.lateral = nn.ModuleList([nn.Conv2d(c, width, 1) for c in (64, 96, 128)])
        self.smooth = nn.ModuleList([conv(width, width), conv(width, width)])
        self.heads = nn.ModuleList([nn.Sequential(Residual(width, 48), Residual(width, 48), nn.Conv2d(width, OUT, 1)) for _ in STRIDES])
        for head in self.heads:
            nn.init.normal_(head[-1].weight, std=0.01)
            nn.init.zeros_(head[-1].bias)
            head[-1].bias.data[0] = -4.6  # sigmoid = 0.01: most cells are no plate

    def forward(self, x):
        p8 = self.c8(self.stem(x))
        p16 = self.c16(p8)
        p32 = self.c32(p16)
        p16 = self.smooth[1](self.lateral[1](p16) + F.interpolate(self.lateral[2](p32), scale_factor=2.0, mode="nearest"))
        p8 = self.smooth[0](self.lateral[0](p8) + F.interpolate(p16, scale_factor=2.0, mode="nearest"))
        return [head(p) for p, head in zip((p8, p16), self.heads)]


def corners_of(raw, stride):
    """N x 8 x h x w offsets to corners in pixels: N x 4 x 2 x h x w."""
    n, _, h, w = raw.shape
    gy, gx = torch.meshgrid(*(torch.arange(size, dtype=raw.dtype, device=raw.device) for size in (h, w)), indexing="ij")
    centre = (torch.stack((gx, gy)) + 0.5) * stride
    return raw.reshape(n, 4, 2, h, w) * (stride * UNIT) + centre


class Deployed(nn.Module):
    """What is exported: uint8 1 x H x W x 3 RGB in; up to `candidates` rows `score, two-line, x1 y1 … x4 y4` out."""

    def __init__(self, net, candidates=300):
        super().__init__()
        self.net, self.candidates = net, candidates

    def forward(self, image):
        levels = self.net(image.permute(0, 3, 1, 2).float() / 255.0 - 0.5)
        rows = []
        for raw, stride in zip(levels, STRIDES):
            heat = torch.sigmoid(raw[:, :1])
            peak = heat * (F.max_pool2d(heat, 3, 1, 1) == heat).float()
            # Cell numbers by counting ones: works for any input size in the exported graph.
            ones = torch.ones_like(heat)
            gx, gy = torch.cumsum(ones, 3) - 0.5, torch.cumsum(ones, 2) - 0.5
            centre = torch.cat((gx, gy), 1).repeat(1, 4, 1, 1) * stride
            rows.append(torch.cat((peak, torch.sigmoid(raw[:, 1:2]), raw[:, 2:] * (stride * UNIT) + centre), 1).flatten(2))
        table = torch.cat(rows, 2)[0].transpose(0, 1)
        _, at = torch.topk(table[:, 0], self.candidates)
        return table[at]
