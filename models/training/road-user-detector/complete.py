"""Completes labels with a detector of our own: what it is sure of is an object, what it half sees is ignored.

Sure: score .5 and more, unlike every labelled object. Half: .15 and more. What only the teachers labelled and the
detector, looking closely, does not see at all is ignored too. Pictures with exact labels are left as they are.

    python3 complete.py CHECKPOINT.pt --labels IN.jsonl --out OUT.jsonl [--device cuda --part 0/8]
"""
import argparse
import json

import numpy as np
import torch
from torch.nn import functional as F

import data
from assign import pair_iou
from net import CLASSES, SIZES, Detector, decode

# Sources whose boxes people drew.
HUMAN = ("vn-junction", "us-roads")

SURE, HALF, BLIND = 0.5, 0.15, 0.05
WIDTH, HEIGHT = 640, 384
# Cars, buses and trucks are taken for each other, motorbikes and bicycles too.
FAMILY = np.array([0, 1, 0, 0, 1, 2])
BIKE, PERSON = CLASSES.index("motorbike"), CLASSES.index("person")


def windows(width, height, closely):
    """The whole picture, and 2x2 parts of it that overlap by a fifth; things that fill a photo would come in pieces."""
    yield 0, 0, width, height
    if not closely:
        return
    w, h = int(width * 0.6), int(height * 0.6)
    for y in (0, height - h):
        for x in (0, width - w):
            yield x, y, w, h


@torch.no_grad()
def look(net, picture, closely, device):
    """Boxes, scores and classes in one picture (HxWx3 BGR uint8), best first, doubles suppressed."""
    whole = torch.from_numpy(picture[:, :, ::-1].copy()).permute(2, 0, 1)[None].to(device).float()
    height, width = picture.shape[:2]
    canvases, places = [], list(windows(width, height, closely))
    for x, y, w, h in places:
        scale = min(WIDTH / w, HEIGHT / h)
        part = F.interpolate(whole[:, :, y : y + h, x : x + w], size=(round(h * scale), round(w * scale)), mode="bilinear", align_corners=False, antialias=scale < 1)
        canvases.append(F.pad(part - 114, (0, WIDTH - part.shape[3], 0, HEIGHT - part.shape[2])) + 114)
    boxes, logits = decode(net(torch.cat(canvases) / 255 - 0.5))
    score, name = torch.sigmoid(logits).max(-1)
    found = []
    for i, (x, y, w, h) in enumerate(places):
        keep = score[i] > BLIND
        scale = min(WIDTH / w, HEIGHT / h)
        box = boxes[i][keep] / scale + torch.tensor([x, y, x, y], device=device)
        # What an inner edge of a part cuts is seen whole by its neighbour.
        cut = ((box[:, 0] < x + 4) & (x > 0)) | ((box[:, 1] < y + 4) & (y > 0)) | ((box[:, 2] > x + w - 4) & (x + w < width)) | ((box[:, 3] > y + h - 4) & (y + h < height))
        found.append((box[~cut], score[i][keep][~cut], name[i][keep][~cut]))
    box, score, name = (torch.cat([f[k] for f in found]) for k in range(3))
    order = score.argsort(descending=True)[:400]
    box, score, name = box[order], score[order], name[order]
    overlap = pair_iou(box[None], box[None])[0].cpu().numpy()
    kept = []
    for i in range(len(order)):
        if all(overlap[i, j] < 0.5 for j in kept):
            kept.append(i)
    at = torch.tensor(kept, dtype=torch.long, device=device)
    return box[at].cpu().numpy(), score[at].cpu().numpy(), name[at].cpu().numpy()


def covered(boxes, others, but_itself=False):
    """How much of each box lies in the one of the (larger) others that covers it most, 0..1."""
    if not len(boxes) or not len(others):
        return np.zeros(len(boxes))
    size = np.minimum(boxes[:, None, 2:], others[None, :, 2:]) - np.maximum(boxes[:, None, :2], others[None, :, :2])
    area = lambda b: (b[:, 2:] - b[:, :2]).prod(-1).clip(1e-6)
    part = size.clip(0).prod(-1) / area(boxes)[:, None]
    if but_itself:
        part = part * (area(others)[None] > area(boxes)[:, None])
    return part.max(1)


def complete(net, sample, source, device):
    picture, boxes, names, ignore = sample
    found, score, kind = look(net, picture, source.startswith((*data.FIXED, *data.CLIPS)), device)
    iou = pair_iou(torch.from_numpy(boxes)[None], torch.from_numpy(found)[None])[0].numpy() if len(boxes) and len(found) else np.zeros((len(boxes), len(found)))
    known = iou.max(0) > 0.4 if len(boxes) else np.zeros(len(found), bool)
    # People are the teachers' business; but whom the detector sees riding is part of the motorbike.
    # A piece of what is known already is nothing new, and no reason for doubt.
    piece = np.zeros(len(found), bool)
    for family in range(3):
        own = FAMILY[kind] == family
        piece[own] = covered(found[own], boxes[FAMILY[names] == family]) > 0.7
    fresh = ~known & ~piece & (kind != PERSON) & (covered(found, found, but_itself=True) < 0.7)
    sure = fresh & (score >= SURE)
    half = ~known & ~piece & ~sure & (score >= HALF)
    seen = iou.max(1) > 0.3 if len(found) else np.zeros(len(boxes), bool)
    riding = (names == PERSON) & (covered(boxes, found[kind == BIKE]) > 0.5)
    unseen = (~seen & (names != PERSON) & (source not in HUMAN)) | riding
    return (
        picture,
        np.concatenate((boxes[~unseen], found[sure])).astype(np.float32),
        np.concatenate((names[~unseen], kind[sure])),
        np.concatenate((ignore, boxes[unseen], found[half])).astype(np.float32),
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--labels", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--size", choices=SIZES, default="medium")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--part", default="0/1", help="i/n: every n-th picture, for several beside each other")
    args = parser.parse_args()
    part, parts = map(int, args.part.split("/"))
    torch.set_num_threads(1)
    net = Detector(args.size).to(args.device).eval()
    net.load_state_dict(torch.load(args.checkpoint, map_location=args.device))
    before = after = 0
    with open(args.out, "w") as out:
        for item in data.read_set(args.labels)[part::parts]:
            if item["source"] != "rendered":
                picture, boxes, names, ignore = data.load(item)
                scale = picture.shape[1] / item["width"]
                before += len(boxes)
                _, boxes, names, ignore = complete(net, (picture, boxes, names, ignore), item["source"], args.device)
                after += len(boxes)
                whole = lambda list_: [[round(float(v) / scale, 1) for v in (b[0], b[1], b[2] - b[0], b[3] - b[1])] for b in list_]
                item["objects"] = [{"class": CLASSES[n], "box": b} for n, b in zip(names, whole(boxes))]
                item["ignore"] = [{"class": "car", "box": b} for b in whole(ignore)]
            out.write(json.dumps(item) + "\n")
    print("objects", before, "completed to", after, flush=True)


if __name__ == "__main__":
    main()
