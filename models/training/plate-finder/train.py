"""Trains the plate finder from scratch. Background work: nice, one thread, checkpoints by time.

    nice python3 train.py --data DATA_DIR --minutes 60 --out RUN_DIR [--labels MORE/labels.jsonl] [--resume RUN_DIR/last.pt]
"""
import argparse
import math
import os
import time
from multiprocessing import Process, Queue

import cv2
import torch
from torch.nn import functional as F

import data
import judge
from net import STRIDES, Finder, corners_of


def loss_of(levels, wanted):
    """Penalty-reduced focal loss of peaks (Law and Deng, CornerNet) + corners in parts of the plate + layout."""
    peaks, corners, layout, count, corner_count = 0, 0, 0, 0, 1e-6
    for raw, stride, (peak, weight, points, point_weight, size, lines, lines_weight) in zip(levels, STRIDES, wanted):
        raw = raw.float()
        p = torch.sigmoid(raw[:, 0]).clamp(1e-4, 1 - 1e-4)
        hit = (peak > 0.999).float()
        at = -(hit * (1 - p) ** 2 * torch.log(p))
        away = -((1 - hit) * (1 - peak) ** 4 * p**2 * torch.log(1 - p)) * weight
        peaks = peaks + (at + away).sum()
        count = count + hit.sum()
        got = corners_of(raw[:, 2:], stride).flatten(1, 2)
        span = size.repeat(1, 4, 1, 1)
        error = F.smooth_l1_loss((got - points) / span, torch.zeros_like(points), beta=0.04, reduction="none").mean(1)
        corners = corners + (error * point_weight).sum()
        corner_count = corner_count + point_weight.sum()
        line_loss = F.binary_cross_entropy_with_logits(raw[:, 1], lines, reduction="none")
        layout = layout + (line_loss * point_weight * lines_weight).sum()
    count = count.clamp(min=1)
    return peaks / count + 5 * corners / corner_count + 0.3 * layout / corner_count, peaks / count, corners / corner_count


def loader(queue, pictures, rows, width, height, size, seed):
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    for batch in data.batches(pictures, rows, width, height, size, seed):
        queue.put(batch)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True)
    parser.add_argument("--labels", nargs="*", default=[], help="more labels.jsonl files (rendered scenes, repaired labels)")
    parser.add_argument("--proposals", help="lines of propose-plates.mjs, to mend labels with")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--out", required=True)
    parser.add_argument("--resume", help="checkpoint to go on from (weights only)")
    parser.add_argument("--freeze", action="store_true", help="leave the first layers (to stride 8) as they are: half as fast again")
    parser.add_argument("--lr", type=float, default=2.5e-3)
    parser.add_argument("--small-until", type=float, default=0.55, help="part of the time on 320x192 canvases")
    parser.add_argument("--loaders", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    os.makedirs(args.out, exist_ok=True)
    pictures = data.read_pictures(args.data, args.labels, args.proposals)
    train_set = [data.load(p) for p in pictures if p["part"] == "train"]
    test_set = [data.load(p) for p in pictures if p["part"] == "test"]
    print("pictures: train", len(train_set), "test", len(test_set), flush=True)
    for p in train_set:
        data.pixels(p)  # decoded once; forked loaders share the memory
    rows = [r for r in data.crops.read_list(args.data) if r["part"] == "train"]
    data.crops.load(rows, args.data)

    net = Finder().to(memory_format=torch.channels_last)
    if args.resume:
        net.load_state_dict(torch.load(args.resume))
    print("parameters", sum(p.numel() for p in net.parameters()), flush=True)
    if args.freeze:
        for module in (net.stem, net.c8):
            module.requires_grad_(False).eval()  # running statistics stay as well
    taught = [p for p in net.parameters() if p.requires_grad]
    decay = [p for p in taught if p.dim() > 1]
    plain = [p for p in taught if p.dim() <= 1]
    optimiser = torch.optim.AdamW([{"params": decay, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}], lr=args.lr)
    average = {k: v.clone() for k, v in net.state_dict().items()}
    began, step, seen, feeds, stage = time.time(), 0, 0, [], None
    logged, judged = began, began
    while (elapsed := (time.time() - began) / 60) < args.minutes:
        wanted_stage = (320, 192, 24) if elapsed < args.small_until * args.minutes else (448, 288, 16)
        if wanted_stage != stage:
            for feed in feeds:
                feed.terminate()
            stage, queue = wanted_stage, Queue(5)
            feeds = [Process(target=loader, args=(queue, train_set, rows, *stage, int(time.time()) + i), daemon=True) for i in range(args.loaders)]
            for feed in feeds:
                feed.start()
        x, levels = queue.get()
        x = torch.from_numpy(x).permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last).float() / 255.0 - 0.5
        wanted = [[torch.from_numpy(part) for part in level] for level in levels]
        part = elapsed / args.minutes  # by time, so that a busy machine still ends at zero
        rate = args.lr * min(1, (step + 1) / 200) * 0.5 * (1 + math.cos(math.pi * part)) + 1e-6
        for group in optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast("cpu", dtype=torch.bfloat16):
            out = net(x)
        loss, peaks, corners = loss_of(out, wanted)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10)
        optimiser.step()
        keep = min(0.999, (1 + step) / (10 + step))
        for key, value in net.state_dict().items():
            average[key].copy_(value) if value.dtype == torch.int64 else average[key].mul_(keep).add_(value, alpha=1 - keep)
        step += 1
        seen += len(x)
        now = time.time()
        if now - logged > 30:
            logged = now
            print(f"{elapsed:.1f} min step {step} {stage[0]}x{stage[1]} loss {loss.item():.3f} peaks {peaks.item():.3f} corners {corners.item():.4f} {seen / (now - began):.0f} pictures/s, waiting {queue.qsize()}", flush=True)
        if now - judged > 720:
            judged = now
            torch.save(average, os.path.join(args.out, "last.pt.tmp"))
            os.replace(os.path.join(args.out, "last.pt.tmp"), os.path.join(args.out, "last.pt"))
            print("test", judge.summary(average, [p for p in test_set if p["camera"].startswith("handheld")], 10_000), flush=True)
    torch.save(average, os.path.join(args.out, "final.pt"))
    for feed in feeds:
        feed.terminate()
    print("done", step, "test", judge.summary(average, test_set, 10_000), flush=True)


if __name__ == "__main__":
    main()
