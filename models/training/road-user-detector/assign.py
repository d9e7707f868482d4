"""Which cell answers for which object, decided anew at each step by what the network already finds.

Task-aligned assignment (Feng et al., TOOD, ICCV 2021): a cell fits an object by score^.5 x IoU^6; the ten cells that fit
best answer for it, each with a share of the overlap reached as its target score.
"""
import torch

from net import STRIDES

CANDIDATES, ALPHA, BETA = 10, 0.5, 6.0
# An object smaller than a cell has no cell centre inside; this far around its middle counts as inside.
REACH = 6.0


def centres(width, height, device):
    """Middles of all cells, cells x 2, in the order of `net.decode`."""
    rows = []
    for stride in STRIDES:
        y, x = torch.meshgrid(
            torch.arange(height // stride, device=device), torch.arange(width // stride, device=device), indexing="ij"
        )
        rows.append((torch.stack((x, y), -1).reshape(-1, 2).float() + 0.5) * stride)
    return torch.cat(rows)


def inside(points, boxes):
    """batch x boxes x points: is the point in the box?"""
    x, y = points[:, 0], points[:, 1]
    left, top, right, bottom = (boxes[..., k : k + 1] for k in range(4))
    return (x > left) & (x < right) & (y > top) & (y < bottom)


def iou_of(a, b):
    """IoU of the boxes of two lists, one by one."""
    inter = (torch.minimum(a[:, 2:], b[:, 2:]) - torch.maximum(a[:, :2], b[:, :2])).clamp(min=0).prod(1)
    area = lambda x: (x[:, 2:] - x[:, :2]).clamp(min=0).prod(1)
    return inter / (area(a) + area(b) - inter + 1e-6)


def pair_iou(a, b):
    """IoU of every box of `a` (n x m x 4) with every one of `b` (n x k x 4): n x m x k."""
    a, b = a[:, :, None], b[:, None]
    inter = (torch.minimum(a[..., 2:], b[..., 2:]) - torch.maximum(a[..., :2], b[..., :2])).clamp(min=0).prod(-1)
    area = lambda x: (x[..., 2:] - x[..., :2]).clamp(min=0).prod(-1)
    return inter / (area(a) + area(b) - inter + 1e-6)


@torch.no_grad()
def assign(boxes, logits, points, truth, names, ignore):
    """For each cell: target scores (n x cells x classes), target box, and a weight (0 where nobody knows).

    boxes, logits: what the network says (n x cells x 4, n x cells x 6); truth: n x m x 4 corners, names: n x m class or -1
    where there is no object; ignore: n x k x 4, empty boxes where there is none.
    """
    n, cells, kinds = logits.shape
    real = names >= 0
    if truth.shape[1] == 0:
        known = (~inside(points, ignore).any(1)).float() if ignore.shape[1] else torch.ones(n, cells, device=logits.device)
        return torch.zeros_like(logits), torch.zeros_like(boxes), known
    middle = (truth[..., :2] + truth[..., 2:]) / 2
    half = ((truth[..., 2:] - truth[..., :2]) / 2).clamp(min=REACH)
    near = inside(points, torch.cat((middle - half, middle + half), -1)) & real[..., None]
    # Few cells lie in an object: only those pairs are looked at.
    picture, thing, cell = near.nonzero(as_tuple=True)
    overlap = iou_of(truth[picture, thing], boxes[picture, cell])
    score = torch.sigmoid(logits[picture, cell, names[picture, thing]])
    fit = score.pow(ALPHA) * overlap.pow(BETA)
    distance = (points[cell] - middle[picture, thing]).norm(dim=1)
    # Where nothing fits yet, the nearest cells answer, so that new objects get a start.
    rank = torch.zeros(n, truth.shape[1], cells, device=logits.device)
    rank[picture, thing, cell] = fit + 1e-9 / (1 + distance)
    least = rank.topk(min(CANDIDATES, cells), dim=-1).values[..., -1]
    chosen = rank[picture, thing, cell] >= least[picture, thing].clamp(min=1e-30)
    # A cell that several objects want answers for the one that it overlaps best; ties go to the nearer one.
    wish = rank.zero_()
    wish[picture, thing, cell] = (overlap + 1e-3 / (1 + distance)) * chosen
    value, owner = wish.max(1)
    taken = value > 0
    mine = chosen & (owner[picture, cell] == thing)
    top = lambda what: torch.zeros(n * truth.shape[1], device=logits.device).scatter_reduce_(0, picture * truth.shape[1] + thing, what * mine, "amax")[picture * truth.shape[1] + thing]
    top_fit = top(fit)
    share = torch.where(top_fit > 1e-12, fit / top_fit.clamp(min=1e-12), mine.float()) * top(overlap).clamp(min=0.1)
    goal = torch.zeros(n, cells, device=logits.device)
    goal[picture[mine], cell[mine]] = share[mine].clamp(min=0.02)
    scores = torch.zeros(n, cells, kinds, device=logits.device)
    scores.scatter_(2, names.gather(1, owner).clamp(min=0)[..., None], goal[..., None])
    box = truth.gather(1, owner[..., None].expand(n, cells, 4))
    doubt = inside(points, ignore).any(1) if ignore.shape[1] else torch.zeros_like(taken)
    weight = (~doubt | taken).float()
    return scores, box, weight


def loss_of(boxes, logits, scores, target, weight):
    """Varifocal loss (Zhang et al., CVPR 2021) on the scores + GIoU on the boxes, both by target score."""
    goal = scores.amax(-1)
    total = goal.sum().clamp(min=1)
    probability = torch.sigmoid(logits)
    bce = torch.nn.functional.binary_cross_entropy_with_logits(logits, scores, reduction="none")
    importance = torch.where(scores > 0, scores, 0.75 * probability.detach().pow(2))
    focal = (bce * importance * weight[..., None]).sum() / total
    at = goal > 0
    p, t, share = boxes[at], target[at], goal[at]
    inter = (torch.minimum(p[:, 2:], t[:, 2:]) - torch.maximum(p[:, :2], t[:, :2])).clamp(min=0).prod(1)
    area = lambda b: (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    union = area(p) + area(t) - inter + 1e-6
    hull = (torch.maximum(p[:, 2:], t[:, 2:]) - torch.minimum(p[:, :2], t[:, :2])).prod(1) + 1e-6
    lost = 1 - (inter / union - (hull - union) / hull)
    return focal + 2.5 * (lost * share).sum() / total, focal.detach(), (lost * share).detach().sum() / total
