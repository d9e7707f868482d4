"""AP50 of a checkpoint on the held-out part of label files, per source and class; --draw writes pictures.

    python3 evaluate.py CHECKPOINT.pt [--labels A.jsonl B.jsonl] [--draw FOLDER]
"""
import argparse
import os

import cv2
import numpy as np
import torch

import data
from net import CLASSES, SIZES, Deployed, Detector

WIDTH, HEIGHT = 640, 384
FAMILY = [0, 1, 0, 0, 1, 2]  # classes of one family compete in NMS


def letterbox(picture):
    scale = min(WIDTH / picture.shape[1], HEIGHT / picture.shape[0])
    w, h = round(picture.shape[1] * scale), round(picture.shape[0] * scale)
    canvas = np.full((HEIGHT, WIDTH, 3), 114, np.uint8)
    canvas[:h, :w] = cv2.resize(picture, (w, h), interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    return canvas, scale


def iou(a, b):
    w = np.minimum(a[2], b[:, 2]) - np.maximum(a[0], b[:, 0])
    h = np.minimum(a[3], b[:, 3]) - np.maximum(a[1], b[:, 1])
    inter = np.maximum(w, 0) * np.maximum(h, 0)
    area = lambda x: (x[..., 2] - x[..., 0]) * (x[..., 3] - x[..., 1])
    return inter / (area(a) + area(b) - inter + 1e-9)


def detect(net, picture, floor=0.05):
    canvas, scale = letterbox(picture)
    with torch.no_grad():
        rows = net(torch.from_numpy(canvas[:, :, ::-1].copy())[None]).numpy()
    rows = rows[rows[:, 4] > floor]
    rows[:, 2:4] += rows[:, :2]
    rows[:, :4] /= scale
    kept = []
    for row in rows[np.argsort(-rows[:, 4])]:
        rivals = np.array([k[:4] for k in kept if FAMILY[int(k[5])] == FAMILY[int(row[5])]]).reshape(-1, 4)
        if not len(rivals) or iou(row[:4], rivals).max() < 0.5:
            kept.append(row)
    return np.array(kept).reshape(-1, 6)


def average_precision(found, wanted):
    """found: list of (score, right); area under the precision envelope."""
    if not wanted:
        return float("nan")
    order = sorted(found, key=lambda f: -f[0])
    right = np.cumsum([f[1] for f in order])
    precision = right / np.arange(1, len(order) + 1) if order else np.array([])
    recall = right / wanted
    area, last = 0.0, 0.0
    for i in range(len(order)):
        area += (recall[i] - last) * precision[i:].max()
        last = recall[i]
    return area


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--labels", nargs="+", default=["../shared/data/vehicles/labels.jsonl"])
    parser.add_argument("--draw", help="folder for a few pictures with boxes above 0.3")
    parser.add_argument("--size", choices=SIZES, default="medium")
    args = parser.parse_args()
    torch.set_num_threads(1)
    net = Detector(args.size)
    net.load_state_dict(torch.load(args.checkpoint))
    net = Deployed(net).eval()
    _, held = data.split([i for path in args.labels for i in data.read_set(path)])
    for source in sorted({i["source"] for i in held}):
        group = [i for i in held if i["source"] == source]
        found, wanted = {c: [] for c in range(len(CLASSES))}, {c: 0 for c in range(len(CLASSES))}
        for index, item in enumerate(group):
            picture, boxes, names, ignore = data.load(item)
            rows = detect(net, picture)
            taken = set()
            for name in names:
                wanted[name] += 1
            for row in rows:
                name = int(row[5])
                scores = iou(row[:4], boxes) * (names == name) if len(boxes) else np.zeros(0)
                scores = [0 if i in taken else s for i, s in enumerate(scores)]
                best = int(np.argmax(scores)) if len(scores) else -1
                if best >= 0 and scores[best] >= 0.5:
                    taken.add(best)
                    found[name].append((row[4], 1))
                elif not len(ignore) or iou(row[:4], ignore).max() < 0.4:
                    found[name].append((row[4], 0))
            if args.draw and index % max(1, len(group) // 4) == 0:
                for row in rows[rows[:, 4] > 0.3]:
                    x1, y1, x2, y2 = row[:4].astype(int)
                    cv2.rectangle(picture, (x1, y1), (x2, y2), [(0, 255, 0), (0, 0, 255), (255, 0, 0), (0, 255, 255), (255, 0, 255), (255, 255, 0)][int(row[5])], 2)
                os.makedirs(args.draw, exist_ok=True)
                cv2.imwrite(os.path.join(args.draw, f"{source}-{index}.jpg"), picture)
        line = " ".join(f"{CLASSES[c]} {average_precision(found[c], wanted[c]):.3f} (n={wanted[c]})" for c in found if wanted[c])
        print(f"{source}: {len(group)} pictures: {line}", flush=True)


if __name__ == "__main__":
    main()
