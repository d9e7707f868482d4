"""Finds the heads of the riders of one motorbike in its crop, and tells helmets from bare heads.

A small residual network; heads are peaks of a map (Zhou et al., Objects as Points, 2019).
"""
import torch
from torch import nn
from torch.nn import functional as F

SIDE, STRIDE, HEADS = 128, 4, 8
# What the net is shown of a motorbike's box, in parts of its sides. Heads are in its upper part (of 2,100 rendered ones that
# are seen 99.7 % end above the middle), so that it is cut off below and heads come out twice as large.
SIDES, ABOVE, BELOW = 0.12, 0.15, -0.38


def conv(cin, cout, size=3, stride=1):
    return nn.Sequential(nn.Conv2d(cin, cout, size, stride, size // 2, bias=False), nn.BatchNorm2d(cout), nn.ReLU(True))


class Residual(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(conv(width, width // 2, 1), conv(width // 2, width))

    def forward(self, x):
        return x + self.body(x)


class RiderHeads(nn.Module):
    """Takes N x 3 x 128 x 128, values -0.5..0.5; gives raw N x 4 x 32 x 32: head, helmet, offset in x and y (cells)."""

    def __init__(self):
        super().__init__()
        self.s4 = nn.Sequential(conv(3, 24, stride=2), conv(24, 40, stride=2), Residual(40))
        self.s8 = nn.Sequential(conv(40, 72, stride=2), Residual(72), Residual(72))
        # 8 x 8 cells see the whole crop: whose head it is depends on everything around.
        self.s16 = nn.Sequential(conv(72, 128, stride=2), Residual(128), Residual(128), Residual(128))
        self.lateral = nn.ModuleList([nn.Conv2d(c, 56, 1) for c in (40, 72, 128)])
        self.smooth = nn.ModuleList([conv(56, 56), conv(56, 56)])
        self.head = nn.Sequential(Residual(56), nn.Conv2d(56, 4, 1))
        nn.init.zeros_(self.head[1].bias)
        self.head[1].bias.data[0] = -4.6  # sigmoid = 0.01: most cells are no head

    def forward(self, x):
        s4 = self.s4(x)
        s8 = self.s8(s4)
        p8 = self.smooth[1](self.lateral[1](s8) + F.interpolate(self.lateral[2](self.s16(s8)), scale_factor=2.0, mode="nearest"))
        return self.head(self.smooth[0](self.lateral[0](s4) + F.interpolate(p8, scale_factor=2.0, mode="nearest")))


def peaks(raw):
    """Raw maps to the best eight heads of each crop: N x 8 x 4 as x, y (pixels), score, chance of a helmet; best first."""
    n, _, h, w = raw.shape
    score = torch.sigmoid(raw[:, :1])
    score = score * (score == F.max_pool2d(score, 3, 1, 1)).float()
    best, at = torch.topk(score.flatten(1), HEADS)
    flat = raw.flatten(2)
    read = lambda channel: flat[:, channel].gather(1, at)
    x = ((at % w).float() + 0.5 + read(2)) * STRIDE
    y = ((at // w).float() + 0.5 + read(3)) * STRIDE
    return torch.stack((x, y, best, torch.sigmoid(read(1))), -1)


class Deployed(nn.Module):
    """What is exported: uint8 1 x 128 x 128 x 3 in, 8 x 4 out."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, image):
        return peaks(self.net(image.permute(0, 3, 1, 2).float() / 255.0 - 0.5))[0]
