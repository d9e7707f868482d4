"""What the net is to say of a canvas, as tensors on the device it trains on (see data.table_of)."""
import torch

from data import FOUND, IGNORED
from net import STRIDES

# A plate belongs to the level of its size, max(width, 2 x height) in px; between the two bounds to both.
FINE_BELOW, COARSE_FROM = 72, 52


def targets(tables, width, height):
    """Tables N x P x 11; a level: peak (N, h, w), cell weight, corners (N, 8, h, w) px, corner weight, size (N, 2, h, w), two-line, its weight."""
    return [level(tables, stride, width // stride, height // stride) for stride in STRIDES]


def level(tables, stride, w, h):
    quad, kind, exact, two = tables[..., :8], tables[..., 8], tables[..., 9], tables[..., 10]
    xs, ys = quad[..., 0::2], quad[..., 1::2]
    left, right, top, bottom = xs.amin(-1), xs.amax(-1), ys.amin(-1), ys.amax(-1)
    side = lambda a, b: torch.hypot(xs[..., a] - xs[..., b], ys[..., a] - ys[..., b])
    plate_w, plate_h = (side(0, 1) + side(3, 2)) / 2, (side(0, 3) + side(1, 2)) / 2
    scale = torch.maximum(plate_w, 2 * plate_h)
    own = (scale < FINE_BELOW) if stride == STRIDES[0] else (scale >= COARSE_FROM)
    mine, others = (kind == FOUND) & own, (kind == FOUND) & ~own
    gx = torch.arange(w, device=tables.device, dtype=torch.float32)
    gy = torch.arange(h, device=tables.device, dtype=torch.float32)

    def within(x0, x1, y0, y1):  # cells x0 <= x < x1, y0 <= y < y1: N x P x h x w
        across = (gx >= x0[..., None]) & (gx < x1[..., None])
        down = (gy >= y0[..., None]) & (gy < y1[..., None])
        return across[..., None, :] & down[..., None]

    # Regions that teach nothing; and where the other level's plate is, its centre is not background here either.
    region = within((left / stride).floor(), (right / stride).ceil() + 1, (top / stride).floor(), (bottom / stride).ceil() + 1)
    cx, cy = xs.mean(-1) / stride, ys.mean(-1) / stride
    r = (0.15 * plate_w / stride).floor().clamp(min=1)
    centre = within(cx.trunc() - r, cx.trunc() + r + 1, cy.trunc() - r, cy.trunc() + r + 1)
    silent = (region & (kind == IGNORED)[..., None, None]) | (centre & others[..., None, None])
    weight = 1.0 - silent.any(1).float()

    cx, cy = cx - 0.5, cy - 0.5
    sx, sy = (0.16 * (right - left) / stride).clamp(min=0.55), (0.16 * (bottom - top) / stride).clamp(min=0.55)
    across = torch.exp(-((gx - cx[..., None]) ** 2) / (2 * sx * sx)[..., None])
    down = torch.exp(-((gy - cy[..., None]) ** 2) / (2 * sy * sy)[..., None])
    g = down[..., None] * across[..., None, :]
    at_x, at_y = cx.clamp(0, w - 1).round(), cy.clamp(0, h - 1).round()
    g = torch.where(within(at_x, at_x + 1, at_y, at_y + 1), torch.ones_like(g), g) * mine[..., None, None]

    peak, best = g.max(1)
    taught = (peak > 0.45).float()
    pick = lambda values: values.gather(1, best.flatten(1)).view_as(peak)
    n, p = kind.shape
    corners = quad.gather(1, best.flatten(1)[..., None].expand(-1, -1, 8)).transpose(1, 2).reshape(n, 8, h, w)
    size = torch.where(taught[:, None] > 0, torch.stack((pick(plate_w), pick(plate_h)), 1), torch.ones_like(corners[:, :2]))
    corner_weight = peak * pick(exact) * taught
    lines = pick(two)
    return peak, weight, corners * taught[:, None], corner_weight, size.clamp(min=1e-3), (lines == 1).float() * taught, (lines >= 0).float() * taught
