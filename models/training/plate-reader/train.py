"""Trains the plate reader from scratch. Background work: nice, one thread, checkpoints by time.

    nice python3 train.py --data DATA_DIR --proposals FILE.jsonl --minutes 30 --out RUN_DIR [--resume RUN_DIR/last.pt]
    python3 train.py --device cuda --loaders 12 --batch 256 --data PACK --minutes 8 …
"""
import argparse
import math
import os
import sys
import time
from multiprocessing import Process, Queue

import torch
from torch.nn import functional as F

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "common"))
import samples
from checkpoint import save
from net import Reader
from samples import crops, texts


def loader(queue, rows, reserved, size, seed, real_part):
    torch.set_num_threads(1)
    import cv2

    cv2.setNumThreads(1)
    for batch in samples.batches(rows, reserved, size, seed, real_part):
        queue.put(batch)


def judge(net, rows):
    """Part of the test crops read whole and right, by layout (true corners, no augmentation)."""
    net.eval()
    right = {}
    with torch.no_grad():
        for row in rows:
            x = torch.from_numpy(samples.camera.rectify(row["patch"], row["quad"]))[None].permute(0, 3, 1, 2).float() / 255 - 0.5
            slots = net(x)[0][0].argmax(-1).tolist()
            right.setdefault(row["layout"], []).append(slots == samples.encode(texts.slots(row["head"], row["tail"])))
    net.train()
    return {name: f"{100 * sum(hits) / len(hits):.1f} % of {len(hits)}" for name, hits in right.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", required=True, help="folder with plates/labels.jsonl and the reserved list, or one that pack.py wrote")
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--proposals", nargs="*", default=[], help="JSON lines of label-crops.mjs or read_crops.py")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--out", required=True)
    parser.add_argument("--resume", help="checkpoint to go on from (weights only)")
    parser.add_argument("--lr", type=float, default=2.5e-3)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--real", type=float, default=0.4, help="part of samples made from real crops")
    parser.add_argument("--loaders", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    os.makedirs(args.out, exist_ok=True)
    rows = crops.read(args.data, args.proposals)
    count = lambda part: (sum(r["part"] == part for r in rows), len({r["text"] for r in rows if r["part"] == part}))
    print("crops (and texts): train", count("train"), "test", count("test"), flush=True)
    train_rows, test_rows = ([r for r in rows if r["part"] == part] for part in ("train", "test"))
    reserved = texts.read_reserved(args.data)

    net = Reader().to(args.device).to(memory_format=torch.channels_last)
    if args.resume:
        net.load_state_dict(torch.load(args.resume, map_location=args.device))
    print("parameters", sum(p.numel() for p in net.parameters()), flush=True)
    decay = [p for p in net.parameters() if p.dim() > 1]
    plain = [p for p in net.parameters() if p.dim() <= 1]
    optimiser = torch.optim.AdamW([{"params": decay, "weight_decay": 0.02}, {"params": plain, "weight_decay": 0}], lr=args.lr)
    average = {k: v.clone() for k, v in net.state_dict().items()}
    queue = Queue(6)
    feeds = [Process(target=loader, args=(queue, train_rows, reserved, args.batch, int(time.time()) + i, args.real), daemon=True) for i in range(args.loaders)]
    for feed in feeds:
        feed.start()
    began, step = time.time(), 0
    logged, judged = began, began
    while (elapsed := (time.time() - began) / 60) < args.minutes:
        x, slots, colour, layout = (torch.from_numpy(a).to(args.device) for a in queue.get())
        x = x.permute(0, 3, 1, 2).contiguous(memory_format=torch.channels_last).float() / 255.0 - 0.5
        part = elapsed / args.minutes  # by time, so that a busy machine still ends at zero
        rate = args.lr * min(1, (step + 1) / 300) * 0.5 * (1 + math.cos(math.pi * part)) + 1e-6
        for group in optimiser.param_groups:
            group["lr"] = rate
        with torch.autocast(args.device, dtype=torch.bfloat16):
            signs, paint, lines = net(x)
        text_loss = F.cross_entropy(signs.float().flatten(0, 1), slots.flatten())
        loss = text_loss + 0.1 * F.cross_entropy(paint.float(), colour) + 0.05 * F.cross_entropy(lines.float(), layout)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10)
        optimiser.step()
        keep = min(0.998, (1 + step) / (10 + step))
        for key, value in net.state_dict().items():
            average[key].copy_(value) if value.dtype == torch.int64 else average[key].mul_(keep).add_(value, alpha=1 - keep)
        step += 1
        now = time.time()
        if now - logged > 30:
            logged = now
            exact = (signs.argmax(-1) == slots).all(1).float().mean()
            print(f"{elapsed:.1f} min step {step} loss {text_loss.item():.3f} exact {exact:.2f} {args.batch * step / (now - began):.0f} plates/s, waiting {queue.qsize()}", flush=True)
        if now - judged > 240:
            judged = now
            save(average, os.path.join(args.out, "last.pt"))
            other = Reader()
            other.load_state_dict(average)
            print("test", judge(other, test_rows), flush=True)
    save(average, os.path.join(args.out, "final.pt"))
    other = Reader()
    other.load_state_dict(average)
    print("done", step, "test", judge(other, test_rows), flush=True)
    for feed in feeds:
        feed.terminate()


if __name__ == "__main__":
    main()
