"""Trains the net that finds riders' heads.

    nice python3 train.py --crops RUN/crops.npz --minutes 30 --out RUN [--device cuda --batch 512]
"""
import argparse
import math
import os
import time

import numpy as np
import torch
from torch.nn import functional as F

from crops import Crops, targets
from checkpoint import save  # in ../common, which the line before put on the path
from data import load
from net import RiderHeads


def loss_of(raw, goal, helmet, offset, doubt):
    """Penalty-reduced focal loss on the map (Law & Deng, CornerNet, 2018), cross-entropy on helmets, L1 on offsets."""
    head = raw[:, 0]
    probability = torch.sigmoid(head)
    peak = (goal == 1).float()
    hit = peak * (1 - probability).pow(2) * F.logsigmoid(head)
    miss = (1 - peak) * (1 - goal).pow(4) * probability.pow(2) * F.logsigmoid(-head) * (~doubt).float()
    count = peak.sum().clamp(min=1)
    known = (helmet >= 0).float()
    # Nobody is ever quite sure: the net shall not be either.
    wears = F.binary_cross_entropy_with_logits(raw[:, 1], helmet.clamp(0.05, 0.95), reduction="none")
    wears = (wears * known * goal).sum() / (known * goal).sum().clamp(min=1)
    near = (goal > 0.5).float()[:, None]
    place = ((raw[:, 2:] - offset).abs() * near).sum() / near.sum().clamp(min=1)
    return -(hit + miss).sum() / count + 1.0 * wears + 0.5 * place, wears


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--crops", nargs="+", required=True, help="files of pack.py")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--out", required=True)
    parser.add_argument("--device", default="cpu", help="cpu or cuda")
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--lr", type=float, default=2e-3)
    parser.add_argument("--resume", help="checkpoint to go on from (weights only)")
    parser.add_argument("--marked", type=float, default=0.35, help="part of the crops drawn that people marked, if there are any")
    args = parser.parse_args()
    device = args.device
    torch.set_num_threads(1 if device == "cpu" else 4)
    os.makedirs(args.out, exist_ok=True)
    samples = [s for path in args.crops for s in load(path)]
    ours = np.array([s.source == "rendered" for s in samples])
    # Few carry three or four, but those are what a rule is about; and few are bicycles.
    weights = np.array([1.0 + 0.6 * (len(s.heads) == 2) + 2.0 * (len(s.heads) >= 3) + 0.8 * (s.kind == "bicycle") for s in samples])
    marked = args.marked if (~ours).any() else 0
    weights[ours] *= (1 - marked) / max(weights[ours].sum(), 1e-9)
    weights[~ours] *= marked / max(weights[~ours].sum(), 1e-9)
    print("crops: rendered", int(ours.sum()), "marked", int((~ours).sum()), flush=True)
    crops = Crops(samples, weights, device, int(time.time()))
    net = RiderHeads().to(device).to(memory_format=torch.channels_last)
    if args.resume:
        net.load_state_dict(torch.load(args.resume, map_location=device))
    print("parameters", sum(p.numel() for p in net.parameters()), flush=True)
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.lr, weight_decay=0.03)
    average = {k: v.clone() for k, v in net.state_dict().items()}
    began, step, logged = time.time(), 0, time.time()
    while (elapsed := (time.time() - began) / 60) < args.minutes:
        pictures, heads = crops.draw(args.batch)
        x = pictures.contiguous(memory_format=torch.channels_last) / 255 - 0.5
        rate = 0.5 * (1 + math.cos(math.pi * elapsed / args.minutes)) * min(1, (step + 1) / 200)
        for group in optimiser.param_groups:
            group["lr"] = args.lr * rate + 1e-6
        with torch.autocast(device, dtype=torch.bfloat16):
            raw = net(x)
        loss, wears = loss_of(raw.float(), *targets(heads))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 10)
        optimiser.step()
        keep = min(0.998, (1 + step) / (10 + step))
        for key, value in net.state_dict().items():
            average[key].copy_(value) if value.dtype == torch.int64 else average[key].mul_(keep).add_(value, alpha=1 - keep)
        step += 1
        if time.time() - logged > 20:
            logged = time.time()
            print(f"{elapsed:.1f} min step {step} loss {loss.item():.3f} helmet {wears.item():.3f} {args.batch * step / (logged - began):.0f} crops/s", flush=True)
            save(average, os.path.join(args.out, "last.pt"))
    save(average, os.path.join(args.out, "final.pt"))
    print("done", step, flush=True)


if __name__ == "__main__":
    main()
