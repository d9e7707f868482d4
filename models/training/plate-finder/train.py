"""Trains the plate finder: background work on one CPU thread, or minutes on a GPU; checkpoints by time.

    nice python3 train.py --data DATA_DIR --minutes 60 --out RUN_DIR [--proposals RUN/proposed.jsonl] [--resume RUN_DIR/last.pt]
    python3 train.py --pack PACK_DIR --minutes 9 --out RUN_DIR --resume PACK_DIR/start.pt --device cuda --loaders 13

Loaders are processes that draw canvases into shared memory, a batch a slot; what the net is to say of them is worked
out on the device.
"""
import argparse
import math
import mmap
import os
import queue
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing import get_context

import cv2
import numpy as np
import torch
from torch.nn import functional as F

import data
import judge
from net import STRIDES, Finder, corners_of
from targets import targets

# Width, height, canvases a batch: first small ones, then large ones.
STAGES = {"cpu": ((320, 192, 24), (448, 288, 16)), "cuda": ((384, 256, 64), (512, 320, 64))}
SHARED = get_context("fork")  # loaders see the decoded pictures without a copy


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


class Feed:
    """Batches from `loaders` processes, through slots of shared memory."""

    def __init__(self, pictures, real, stages, loaders, seed):
        self.stages, self.stage = stages, np.frombuffer(mmap.mmap(-1, 4), np.int32)
        self.room = max(w * h * 3 * n for w, h, n in stages)
        most = max(n for _, _, n in stages)
        slots = 2 * loaders + 2
        self.memory = mmap.mmap(-1, slots * self.room)
        self.tables = np.frombuffer(mmap.mmap(-1, slots * most * data.MOST * data.COLUMNS * 4), np.float32).reshape(slots, most, data.MOST, data.COLUMNS)
        self.free, self.full = SHARED.Queue(), SHARED.Queue()
        self.processes = [SHARED.Process(target=self.load, args=(pictures, real, seed + i), daemon=True) for i in range(loaders)]
        for process in self.processes:
            process.start()
        for slot in range(slots):  # after the forks: a queue that is written to has a thread
            self.free.put(slot)

    def canvases(self, slot, stage):
        width, height, n = self.stages[stage]
        return np.frombuffer(self.memory, np.uint8, n * height * width * 3, slot * self.room).reshape(n, height, width, 3)

    def load(self, pictures, real, seed):
        cv2.setNumThreads(1)
        fill = data.canvases(pictures, real, seed)
        while True:
            slot, stage = self.free.get(), int(self.stage[0])
            for canvas, table in zip(self.canvases(slot, stage), self.tables[slot]):
                table[:] = fill(canvas)
            self.full.put((slot, stage))

    def get(self, device):
        """(canvases uint8 N x H x W x 3, tables N x P x 11, stage) on the device."""
        while True:
            try:
                slot, stage = self.full.get(timeout=20)
                break
            except queue.Empty:
                if not any(process.is_alive() for process in self.processes):
                    raise SystemExit("all loaders have died") from None
        x = self.canvases(slot, stage)
        tables = self.tables[slot, : len(x)]
        rows = max(1, int((tables[..., 8] > 0).sum(1).max()))  # what is empty in all canvases costs time only
        # A copy even on the CPU: the slot is filled anew while the net still needs its canvases.
        batch = *(torch.from_numpy(part).to(device, copy=True) for part in (x, tables[:, :rows])), stage
        self.free.put(slot)
        return batch

    def stop(self):
        for process in self.processes:
            process.terminate()


class Average:
    """Moving average of the weights and running statistics."""

    def __init__(self, net):
        self.live = net.state_dict()  # refers to the tensors of the net
        self.kept = {key: value.detach().clone() for key, value in self.live.items()}
        self.names = [key for key, value in self.live.items() if value.dtype.is_floating_point]

    @torch.no_grad()
    def add(self, keep):
        kept, live = [self.kept[name] for name in self.names], [self.live[name] for name in self.names]
        torch._foreach_mul_(kept, keep)
        torch._foreach_add_(kept, live, alpha=1 - keep)

    def weights(self):
        return {key: value.detach().float().cpu().contiguous() if key in self.names else self.live[key].cpu() for key, value in self.kept.items()}

    def save(self, path):
        weights = self.weights()
        if all(torch.isfinite(weights[name]).all() for name in self.names):
            torch.save(weights, path + ".tmp")
            os.replace(path + ".tmp", path)
        else:
            print("not saved: weights that are no numbers", flush=True)
        return weights


def training_set(args):
    """(pictures to train on, to judge by; real sheets), decoded."""
    if args.pack:
        train_set, real = data.read_pack(args.pack)
        test_set = []
    else:
        pictures = data.read_pictures(args.data, args.labels, args.proposals)
        train_set = [data.load(p) for p in pictures if p["part"] == "train"]
        test_set = [data.load(p) for p in pictures if p["part"] == "test"]
        real = data.real_sheets(data.crops.load([r for r in data.crops.read_list(args.data) if r["part"] == "train"], args.data))
    with ThreadPoolExecutor(args.loaders) as pool:  # decoded once; forked loaders share the memory
        list(pool.map(data.pixels, train_set))
    return train_set, test_set, real


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--data", help="folder with plates/labels.jsonl")
    where.add_argument("--pack", help="folder that pack.py wrote: nothing else is needed")
    parser.add_argument("--labels", nargs="*", default=[], help="more labels.jsonl files (rendered scenes, repaired labels)")
    parser.add_argument("--proposals", help="lines of propose-plates.mjs, to mend labels with")
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--out", required=True)
    parser.add_argument("--resume", help="checkpoint to go on from (weights only)")
    parser.add_argument("--freeze", action="store_true", help="leave the first layers (to stride 8) as they are: half as fast again on a CPU")
    parser.add_argument("--device", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--lr", type=float, default=2.5e-3)
    parser.add_argument("--keep", type=float, default=0.999, help="of the moving average, a step")
    parser.add_argument("--small-until", type=float, default=0.55, help="part of the time on small canvases")
    parser.add_argument("--loaders", type=int, default=1)
    args = parser.parse_args()
    began = time.time()  # decoding and starting count
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    os.makedirs(args.out, exist_ok=True)
    train_set, test_set, real = training_set(args)
    print(f"pictures: train {len(train_set)} test {len(test_set)}, real sheets {len(real)}, {time.time() - began:.0f} s", flush=True)
    stages = STAGES[args.device]
    feed = Feed(train_set, real, stages, args.loaders, int(began))  # before the device is touched: loaders are forked

    on_gpu = args.device == "cuda"
    torch.backends.cudnn.benchmark = on_gpu
    net = Finder()
    if args.resume:
        net.load_state_dict(torch.load(args.resume, map_location="cpu"))
    net = net.to(args.device, memory_format=torch.channels_last)
    print("parameters", sum(p.numel() for p in net.parameters()), flush=True)
    if args.freeze:
        for module in (net.stem, net.c8):
            module.requires_grad_(False).eval()  # running statistics stay as well
    taught = [p for p in net.parameters() if p.requires_grad]
    decay = [p for p in taught if p.dim() > 1]
    plain = [p for p in taught if p.dim() <= 1]
    optimiser = torch.optim.AdamW([{"params": decay, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}], lr=args.lr)
    average = Average(net)
    step, seen, since, sums = 0, 0, time.time(), torch.zeros(4, device=args.device)
    logged = saved = judged = since
    while (elapsed := (time.time() - began) / 60) < args.minutes:
        feed.stage[0] = int(elapsed >= args.small_until * args.minutes)
        canvases, tables, stage = feed.get(args.device)
        width, height, _ = stages[stage]
        with torch.no_grad():
            x = canvases.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last).float() / 255.0 - 0.5
            wanted = targets(tables, width, height)
        part = elapsed / args.minutes  # by time, so that a busy machine still ends at zero
        rate = args.lr * min(1, (step + 1) / 200) * 0.5 * (1 + math.cos(math.pi * part)) + 1e-6
        for group in optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast(args.device, dtype=torch.bfloat16):
            out = net(x)
        loss, peaks, corners = loss_of(out, wanted)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(taught, 10)
        optimiser.step()
        average.add(min(args.keep, (1 + step) / (10 + step)))
        sums += torch.stack((loss.detach(), peaks.detach(), corners.detach(), torch.ones_like(loss.detach())))
        step += 1
        seen += len(x)
        now = time.time()
        if now - logged > (10 if on_gpu else 30):
            means = (sums[:3] / sums[3]).tolist()
            print(f"{elapsed:.1f} min step {step} {width}x{height} loss {means[0]:.3f} peaks {means[1]:.3f} corners {means[2]:.4f} rate {rate:.1e} {seen / (now - since):.0f} pictures/s, waiting {feed.full.qsize()}", flush=True)
            logged, since, seen = now, now, 0
            sums.zero_()
        if now - saved > 60:
            saved = now
            average.save(os.path.join(args.out, "last.pt"))
        if test_set and now - judged > 720:
            judged = now
            print("test", judge.summary(average.weights(), [p for p in test_set if p["camera"].startswith("handheld")], 10_000), flush=True)
    weights = average.save(os.path.join(args.out, "final.pt"))
    feed.stop()
    print("done", step, f"{(time.time() - began) / 60:.1f} min", flush=True)
    if test_set:
        print("test", judge.summary(weights, test_set, 10_000), flush=True)


if __name__ == "__main__":
    main()
