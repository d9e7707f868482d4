"""The plate reader: a small residual network; one learned look (attention map) a slot; all slots in one pass.

Slots are semantic: five for province and series, five for the serial, so both layouts share their meaning.
"""
import torch
from torch import nn
from torch.nn import functional as F

ALPHABET = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # index 0: nothing in this slot
SLOTS = 10
COLOURS = ["white", "yellow", "blue", "red", "unknown"]
LAYOUTS = ["one-line", "two-line"]
WIDTH, HEIGHT = 192, 64


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


class Reader(nn.Module):
    """Takes N x 3 x 64 x 192, values -0.5..0.5; gives logits: slots N x 10 x 37, colour N x 5, layout N x 2."""

    def __init__(self, width=144):
        super().__init__()
        self.stem = nn.Sequential(conv(3, 24, stride=2), conv(24, 48, stride=2), Residual(48, 48))
        self.body = nn.Sequential(
            conv(48, 96, stride=2),
            Residual(96, 64),
            Residual(96, 64),
            conv(96, width, 1),
            Residual(width, 64),
            Residual(width, 64, dilation=2),
        )
        self.place = nn.Parameter(torch.randn(1, width, HEIGHT // 8, WIDTH // 8) * 0.02)
        # Where a sign stands depends on the whole plate (one row or two, how many signs): far-reaching layers.
        self.wide = nn.Sequential(Residual(width, 64, dilation=3), Residual(width, 64, dilation=5))
        self.overall = nn.Linear(width, width)
        self.look = nn.Conv2d(width, SLOTS, 1)
        self.near = nn.Conv2d(width, width, 1)
        self.slot = nn.Parameter(torch.randn(1, SLOTS, width) * 0.02)
        self.hidden = nn.Linear(width, width)
        self.sign = nn.Linear(width, len(ALPHABET))
        self.colour = nn.Linear(width, len(COLOURS))
        self.layout = nn.Linear(width, len(LAYOUTS))

    def forward(self, x):
        local = self.body(self.stem(x))
        wide = self.wide(local + self.place)
        overall = wide.mean((2, 3))
        wide = wide + F.relu(self.overall(overall))[:, :, None, None]
        attention = torch.softmax(self.look(wide).flatten(2), -1)
        seen = attention @ (local + self.near(wide)).flatten(2).transpose(1, 2)
        hidden = F.relu(self.hidden(seen + self.slot)) + seen
        return self.sign(hidden), self.colour(local.mean((2, 3))), self.layout(overall)


class Deployed(nn.Module):
    """What is exported: uint8 N x 64 x 192 x 3 RGB in, probabilities out."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, plate):
        slots, colour, layout = self.net(plate.permute(0, 3, 1, 2).float() / 255.0 - 0.5)
        return torch.softmax(slots, -1), torch.softmax(colour, -1), torch.softmax(layout, -1)


def encode(slots):
    return [ALPHABET.index(sign) for sign in slots]


def decode(indices):
    return "".join(ALPHABET[i] for i in indices).replace(" ", "")
