"""Draws what a checkpoint finds on held-out pictures: look before believing `npm run bench:detector`.

    python3 draw.py CHECKPOINT.pt --held-out RUN/held-out.jsonl --out FOLDER [--size medium] [--per-source 4]
"""
import argparse
import os

import cv2
import numpy as np
import torch

import data
from net import SIZES, Deployed, Detector

WIDTH, HEIGHT = 640, 384
COLOURS = [(0, 255, 0), (0, 0, 255), (255, 0, 0), (0, 255, 255), (255, 0, 255), (255, 255, 0)]
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


def detect(net, picture, floor=0.3):
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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkpoint")
    parser.add_argument("--held-out", required=True, help="written by train.py")
    parser.add_argument("--out", required=True, help="folder for the pictures, outside the repository")
    parser.add_argument("--size", choices=SIZES, default="medium")
    parser.add_argument("--per-source", type=int, default=4)
    args = parser.parse_args()
    torch.set_num_threads(1)
    net = Detector(args.size)
    net.load_state_dict(torch.load(args.checkpoint))
    net = Deployed(net).eval()
    os.makedirs(args.out, exist_ok=True)
    held = data.read_set(args.held_out)
    for source in sorted({i["source"] for i in held}):
        group = [i for i in held if i["source"] == source]
        for index, item in enumerate(group[:: max(1, len(group) // args.per_source)][: args.per_source]):
            picture = data.load(item)[0]
            for row in detect(net, picture):
                x1, y1, x2, y2 = row[:4].astype(int).tolist()
                cv2.rectangle(picture, (x1, y1), (x2, y2), COLOURS[int(row[5])], 2)
            cv2.imwrite(os.path.join(args.out, f"{source}-{index}.jpg"), picture)


if __name__ == "__main__":
    main()
