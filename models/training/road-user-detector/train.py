"""Trains the road-user detector from scratch. Background work: nice, one thread, checkpoints by time.

    nice python3 train.py --labels A.jsonl B.jsonl --minutes 55 --out RUN_DIR [--resume RUN_DIR/last.pt]
"""
import argparse
import json
import math
import os
import time
from multiprocessing import Process, Queue

import cv2
import numpy as np
import torch
from torch.nn import functional as F

import data
from net import CLASSES, SIZES, Detector, decode


def loss_of(levels, klass, target, weight):
    """Quality focal loss on classes (the target is the IoU reached) + GIoU on boxes."""
    boxes, logits = decode(levels)
    positive = klass >= 0
    count = max(1, int(positive.sum()))
    p, t = boxes[positive], target[positive]
    lt, rb = torch.max(p[:, :2], t[:, :2]), torch.min(p[:, 2:], t[:, 2:])
    inter = (rb - lt).clamp(min=0).prod(1)
    area = lambda b: (b[:, 2] - b[:, 0]) * (b[:, 3] - b[:, 1])
    union = area(p) + area(t) - inter + 1e-6
    iou = inter / union
    hull = (torch.max(p[:, 2:], t[:, 2:]) - torch.min(p[:, :2], t[:, :2])).prod(1) + 1e-6
    giou = iou - (hull - union) / hull
    # Small objects cannot reach a high IoU early; a floor keeps them alive.
    quality = torch.zeros_like(logits)
    quality[positive] = F.one_hot(klass[positive], len(CLASSES)).float() * iou.detach().clamp(0.3, 1)[:, None]
    score = torch.sigmoid(logits)
    bce = F.binary_cross_entropy_with_logits(logits, quality, reduction="none")
    focal = (bce * (score - quality).abs().pow(2) * weight).sum() / count
    return focal + 1.5 * (1 - giou).sum() / count, focal.item(), (1 - giou).mean().item() if len(p) else 0.0


def loader(queue, samples, weights, width, height, size, seed):
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    for batch in data.batches(samples, weights, width, height, size, seed):
        queue.put(batch)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", nargs="+", required=True, help="labels.jsonl files; file names are relative to each")
    parser.add_argument("--minutes", type=float, default=55)
    parser.add_argument("--out", required=True)
    parser.add_argument("--resume", help="checkpoint to go on from (weights only)")
    parser.add_argument("--size", choices=SIZES, default="medium")
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--small-until", type=float, default=0.6, help="part of the time on 416x256 canvases")
    parser.add_argument("--final-rate", type=float, default=0, help="part of the learning rate that is left at the end")
    parser.add_argument("--share", nargs="*", default=[], help="source=weight: how often a source is drawn")
    args = parser.parse_args()
    torch.set_num_threads(1)
    os.makedirs(args.out, exist_ok=True)
    items = [item for path in args.labels for item in data.read_set(path)]
    train_items, held_out = data.split(items)
    with open(os.path.join(args.out, "held-out.jsonl"), "w") as out:  # what `npm run bench:detector` judges by
        out.writelines(json.dumps(item) + "\n" for item in held_out)
    share = dict(pair.split("=") for pair in args.share)
    counts = {}
    for item in train_items:
        counts[item["source"]] = counts.get(item["source"], 0) + 1
    print("training pictures", counts, flush=True)
    samples = [data.load(item) for item in train_items]
    weights = np.array([float(share.get(i["source"], 1)) / counts[i["source"]] ** 0.5 for i in train_items])
    weights /= weights.sum()

    net = Detector(args.size).to(memory_format=torch.channels_last)
    if args.resume:
        net.load_state_dict(torch.load(args.resume))
    print("parameters", sum(p.numel() for p in net.parameters()), flush=True)
    decay = [p for p in net.parameters() if p.dim() > 1]
    plain = [p for p in net.parameters() if p.dim() <= 1]
    optimiser = torch.optim.AdamW([{"params": decay, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}], lr=args.lr)
    average = {k: v.clone() for k, v in net.state_dict().items()}
    began, step, feed, stage = time.time(), 0, None, None
    saved = logged = began
    while (elapsed := (time.time() - began) / 60) < args.minutes:
        # A batch of 16 also for large canvases: below 16, oneDNN's fast path is off and a pixel costs 3-4 times as much.
        wanted = (416, 256, 16) if elapsed < args.small_until * args.minutes else (640, 384, 16)
        if wanted != stage:
            if feed:
                feed.terminate()
            stage, queue = wanted, Queue(6)
            feed = Process(target=loader, args=(queue, samples, weights, *wanted, int(time.time())), daemon=True)
            feed.start()
        pictures, klass, target, weight = (torch.from_numpy(a) for a in queue.get())
        x = pictures.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last).float() / 255.0 - 0.5
        part = elapsed / args.minutes  # by time, so that a busy machine still ends at zero
        fall = args.final_rate + (1 - args.final_rate) * 0.5 * (1 + math.cos(math.pi * part))
        rate = args.lr * min(1, (step + 1) / 200) * fall + 1e-6
        for group in optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", dtype=torch.bfloat16):  # twice the speed where the CPU has avx512_bf16
            levels = net(x)
        loss, focal, boxes = loss_of([level.float() for level in levels], klass, target, weight)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10)
        optimiser.step()
        keep = min(0.998, (1 + step) / (10 + step))
        for key, value in net.state_dict().items():
            average[key].copy_(value) if value.dtype == torch.int64 else average[key].mul_(keep).add_(value, alpha=1 - keep)
        step += 1
        now = time.time()
        if now - logged > 20:
            logged = now
            seen = stage[2] * step / (now - began)
            print(f"{elapsed:.1f} min step {step} {stage[0]}x{stage[1]} loss {loss.item():.3f} focal {focal:.3f} box {boxes:.3f} {seen:.0f} pictures/s, waiting {queue.qsize()}", flush=True)
        if now - saved > 150:
            saved = now
            torch.save(average, os.path.join(args.out, "last.pt.tmp"))
            os.replace(os.path.join(args.out, "last.pt.tmp"), os.path.join(args.out, "last.pt"))
    torch.save(average, os.path.join(args.out, "final.pt"))
    feed.terminate()
    print("done", step, flush=True)


if __name__ == "__main__":
    main()
