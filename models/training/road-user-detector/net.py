"""The road-user detector: a small residual network with a feature pyramid and one anchor-free head a level.

Box as distances from a cell (Tian et al., FCOS, 2019); the class score promises the overlap (Li et al., GFL, 2020).
"""
import torch
from torch import nn
from torch.nn import functional as F

CLASSES = ["car", "motorbike", "bus", "truck", "bicycle", "person"]
STRIDES = (8, 16, 32)
# Before NMS a body has about seven: with 300 a dense junction lost everything that scored below .67.
CANDIDATES = 1200
# Channels at strides 2, 4, 8, 16, 32, of the pyramid, and residual blocks at strides 8, 16, 32.
SIZES = {
    "small": ((12, 24, 48, 96, 160), 48, (1, 2, 2)),
    "medium": ((16, 32, 72, 144, 208), 72, (2, 3, 3)),
}


def conv(cin, cout, size=3, stride=1, dilation=1):
    return nn.Sequential(
        nn.Conv2d(cin, cout, size, stride, size // 2 * dilation, dilation, bias=False), nn.BatchNorm2d(cout), nn.ReLU(True)
    )


class Residual(nn.Module):
    def __init__(self, width, dilation=1):
        super().__init__()
        middle = max(8, width * 5 // 8 // 8 * 8)
        self.body = nn.Sequential(conv(width, middle, 1), conv(middle, width, dilation=dilation))

    def forward(self, x):
        return x + self.body(x)


class Detector(nn.Module):
    """Takes N x 3 x H x W, values -0.5..0.5; gives per level raw N x 10 x H/s x W/s (4 sides, 6 classes)."""

    def __init__(self, size="medium"):
        super().__init__()
        (w2, w4, w8, w16, w32), width, (n8, n16, n32) = SIZES[size]
        blocks = lambda w, n: [Residual(w) for _ in range(n)]
        self.stem = nn.Sequential(conv(3, w2, stride=2), conv(w2, w4, stride=2), Residual(w4))
        self.c8 = nn.Sequential(conv(w4, w8, stride=2), *blocks(w8, n8))
        self.c16 = nn.Sequential(conv(w8, w16, stride=2), *blocks(w16, n16))
        # Dilated blocks let the coarsest level see a bus as a whole.
        self.c32 = nn.Sequential(conv(w16, w32, stride=2), *[Residual(w32, 1 + i % 2) for i in range(n32)])
        self.lateral = nn.ModuleList([nn.Conv2d(c, width, 1) for c in (w8, w16, w32)])
        self.smooth = nn.ModuleList([conv(width, width), conv(width, width)])
        self.down = nn.ModuleList([conv(width, width, stride=2), conv(width, width, stride=2)])
        self.heads = nn.ModuleList([nn.Sequential(Residual(width), Residual(width)) for _ in STRIDES])
        self.outputs = nn.ModuleList([nn.Conv2d(width, 4 + len(CLASSES), 1) for _ in STRIDES])
        for out in self.outputs:
            nn.init.normal_(out.weight, std=0.01)
            nn.init.zeros_(out.bias)
            out.bias.data[4:] = -4.6  # sigmoid = 0.01: most cells are background

    def forward(self, x):
        p8 = self.c8(self.stem(x))
        p16 = self.c16(p8)
        p32 = self.lateral[2](self.c32(p16))
        p16 = self.smooth[1](self.lateral[1](p16) + F.interpolate(p32, scale_factor=2.0, mode="nearest"))
        p8 = self.smooth[0](self.lateral[0](p8) + F.interpolate(p16, scale_factor=2.0, mode="nearest"))
        p16 = p16 + self.down[0](p8)
        p32 = p32 + self.down[1](p16)
        return [out(head(p)) for p, head, out in zip((p8, p16, p32), self.heads, self.outputs)]


def decode(levels):
    """Raw levels to boxes N x cells x 4 (left, top, right, bottom in pixels) and class logits N x cells x 6."""
    boxes, logits = [], []
    for raw, stride in zip(levels, STRIDES):
        n, _, h, w = raw.shape
        raw = raw.flatten(2).transpose(1, 2).float()
        gy, gx = torch.meshgrid(torch.arange(h, device=raw.device), torch.arange(w, device=raw.device), indexing="ij")
        centre = (torch.stack((gx, gy), -1).reshape(1, -1, 2).float() + 0.5) * stride
        # exp keeps sides positive; the clamp keeps one bad step from making an infinite box.
        sides = torch.exp(raw[..., :4].clamp(-4, 5)) * stride
        boxes.append(torch.cat((centre - sides[..., :2], centre + sides[..., 2:]), -1))
        logits.append(raw[..., 4:])
    return torch.cat(boxes, 1), torch.cat(logits, 1)


class Deployed(nn.Module):
    """What is exported: uint8 1 x H x W x 3 in, the best candidates `x y w h score class` out; no NMS."""

    def __init__(self, net, candidates=CANDIDATES):
        super().__init__()
        self.net, self.candidates = net, candidates

    def forward(self, image):
        x = image.permute(0, 3, 1, 2).float() / 255.0 - 0.5
        boxes, logits = decode(self.net(x))
        score, name = torch.sigmoid(logits).max(-1)
        best, at = torch.topk(score[0], self.candidates)
        box = boxes[0][at]
        return torch.cat((box[:, :2], box[:, 2:] - box[:, :2], best[:, None], name[0][at].float()[:, None]), 1)
