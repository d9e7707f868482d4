"""Trains the road-user detector. On a CPU it is background work: nice, one thread, checkpoints by time.

    nice python3 train.py --labels A.jsonl B.jsonl --minutes 55 --out RUN_DIR [--resume RUN_DIR/last.pt]
    python3 train.py --device cuda --batch 64 --minutes 8 …
"""
import argparse
import json
import math
import os
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import Process, Queue

import cv2
import numpy as np
import torch

import data
from assign import assign, centres, loss_of
from bank import Bank
from checkpoint import save  # in ../common, which the line before put on the path
from net import SIZES, Detector, decode


def loader(queue, samples, weights, width, height, size, seed):
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    for batch in data.batches(samples, weights, width, height, size, seed):
        queue.put(batch)


class Feed:
    """Batches on the device: drawn there by a GPU, by a process beside the trainer for a CPU."""

    def __init__(self, samples, weights, device, seed):
        self.samples, self.weights, self.device, self.seed = samples, weights, device, seed
        self.bank = Bank(samples, weights, device, seed) if device != "cpu" else None
        self.process, self.stage = None, None

    def next(self, size, width, height):
        if self.bank:
            return self.bank.draw(size, width, height)
        if self.stage != (size, width, height):
            self.stop()
            self.stage, self.queue = (size, width, height), Queue(4)
            self.process = Process(target=loader, args=(self.queue, self.samples, self.weights, width, height, size, self.seed), daemon=True)
            self.process.start()
        pictures, *rest = (torch.from_numpy(a) for a in self.queue.get())
        return (pictures.permute(0, 3, 1, 2).float(), *rest)

    def stop(self):
        if self.process:
            self.process.terminate()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", nargs="+", required=True, help="labels.jsonl files; file names are relative to each")
    parser.add_argument("--minutes", type=float, default=55)
    parser.add_argument("--out", required=True)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--batch", type=int, default=16, help="below 16 oneDNN's fast path is off")
    parser.add_argument("--resume", help="checkpoint to go on from (weights only)")
    parser.add_argument("--size", choices=SIZES, default="medium")
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--small-until", type=float, default=0.6, help="part of the time on 416x256 canvases")
    parser.add_argument("--final-rate", type=float, default=0, help="part of the learning rate that is left at the end")
    parser.add_argument("--share", nargs="*", default=[], help="source=weight: how often a source is drawn")
    args = parser.parse_args()
    device = args.device
    torch.set_num_threads(1 if device == "cpu" else 4)
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
    cv2.setNumThreads(1)
    with ThreadPoolExecutor(1 if device == "cpu" else 12) as pool:
        samples = list(pool.map(data.load, train_items))
    weights = np.array([float(share.get(i["source"], 1)) / counts[i["source"]] ** 0.5 for i in train_items])
    weights /= weights.sum()

    net = Detector(args.size).to(device).to(memory_format=torch.channels_last)
    if args.resume:
        net.load_state_dict(torch.load(args.resume, map_location=device))
    print("parameters", sum(p.numel() for p in net.parameters()), flush=True)
    decay = [p for p in net.parameters() if p.dim() > 1]
    plain = [p for p in net.parameters() if p.dim() <= 1]
    optimiser = torch.optim.AdamW([{"params": decay, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}], lr=args.lr)
    state = net.state_dict()
    kept = [k for k, v in state.items() if v.is_floating_point()]
    average = {k: v.clone() for k, v in state.items()}
    feed = Feed(samples, weights, device, int(time.time()))
    points, began, step = {}, time.time(), 0
    saved = logged = began
    while (elapsed := (time.time() - began) / 60) < args.minutes:
        width, height = (416, 256) if elapsed < args.small_until * args.minutes else (640, 384)
        if (width, height) not in points:
            points[width, height] = centres(width, height, device)
        pictures, truth, names, ignore = feed.next(args.batch, width, height)
        x = pictures.contiguous(memory_format=torch.channels_last) / 255.0 - 0.5
        part = elapsed / args.minutes  # by time, so that a busy machine still ends at zero
        fall = args.final_rate + (1 - args.final_rate) * 0.5 * (1 + math.cos(math.pi * part))
        for group in optimiser.param_groups:
            group["lr"] = args.lr * min(1, (step + 1) / 300) * fall + 1e-6
        with torch.autocast(device, dtype=torch.bfloat16):  # on a CPU with avx512_bf16 twice the speed
            levels = net(x)
        boxes, logits = decode([level.float() for level in levels])
        goals = assign(boxes.detach(), logits.detach(), points[width, height], truth, names, ignore)
        loss, focal, giou = loss_of(boxes, logits, *goals)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10)
        optimiser.step()
        keep = min(0.9985, (1 + step) / (10 + step))
        state = net.state_dict()
        torch._foreach_mul_([average[k] for k in kept], keep)
        torch._foreach_add_([average[k] for k in kept], [state[k] for k in kept], alpha=1 - keep)
        step += 1
        now = time.time()
        if now - logged > 20:
            logged = now
            print(f"{elapsed:.1f} min step {step} {width}x{height} loss {loss.item():.3f} focal {focal.item():.3f} box {giou.item():.3f} {args.batch * step / (now - began):.0f} pictures/s", flush=True)
        if now - saved > (150 if device == "cpu" else 45):
            saved = now
            save(average, os.path.join(args.out, "last.pt"))
    save(average, os.path.join(args.out, "final.pt"))
    feed.stop()
    print("done", step, flush=True)


if __name__ == "__main__":
    main()
