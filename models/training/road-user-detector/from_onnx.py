"""A published model.onnx back as a checkpoint, so that training goes on from it (train.py --resume).

    python3 from_onnx.py MODEL.onnx --labels A.jsonl --size medium --out start.pt

The export folds every BatchNorm into its convolution. Here each gets the statistics that its convolution really gives
on the pictures to be trained on, with scale and shift that undo them: the network computes what it did, and may learn.
"""
import argparse
import json

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

import data
from net import SIZES, Detector

PICTURES, BATCHES = 160, 12


def convolutions(net):
    """In the order in which they are computed, which is that of the exported graph."""
    order = []
    hooks = [m.register_forward_hook(lambda m, i, o: order.append(m)) for m in net.modules() if isinstance(m, nn.Conv2d)]
    with torch.no_grad():
        net(torch.zeros(1, 3, 384, 640))
    for hook in hooks:
        hook.remove()
    return order


def fill(net, file):
    """Puts the folded weights in; gives the pairs (convolution, its BatchNorm)."""
    graph = onnx.load(file).graph
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    nodes = [node for node in graph.node if node.op_type == "Conv"]
    order = convolutions(net)
    norms = {s[0]: s[1] for s in net.modules() if isinstance(s, nn.Sequential) and isinstance(s[0], nn.Conv2d)}
    if len(nodes) != len(order):
        raise SystemExit(f"{file} has {len(nodes)} convolutions, the network {len(order)}: another size?")
    for node, conv in zip(nodes, order):
        weight, bias = (torch.tensor(values[name]) for name in node.input[1:3])
        conv.weight.data = weight
        if conv.bias is not None:
            conv.bias.data = bias
            continue
        norm = norms[conv]
        norm.running_mean.zero_(), norm.running_var.fill_(1)
        norm.weight.data.fill_((1 + norm.eps) ** 0.5)
        norm.bias.data = bias
    return norms


def calibrate(net, norms, samples):
    sums = {conv: [0, 0, 0] for conv in norms}

    def note(conv, _, out):
        x = out.double()
        sums[conv][0] += x.numel() / x.shape[1]
        sums[conv][1] = sums[conv][1] + x.sum((0, 2, 3))
        sums[conv][2] = sums[conv][2] + (x * x).sum((0, 2, 3))

    hooks = [conv.register_forward_hook(note) for conv in norms]
    batches = data.batches(samples, np.full(len(samples), 1 / len(samples)), 416, 256, 16, 5)
    with torch.no_grad():
        for _ in range(BATCHES):
            net(torch.from_numpy(next(batches)[0]).permute(0, 3, 1, 2).float() / 255 - 0.5)
    for hook in hooks:
        hook.remove()
    for conv, norm in norms.items():
        count, total, squares = sums[conv]
        mean = total / count
        variance = (squares / count - mean**2).clamp(min=1e-6)
        norm.running_mean.copy_(mean), norm.running_var.copy_(variance)
        norm.weight.data = torch.sqrt(variance + norm.eps).float()
        norm.bias.data = (norm.bias.data + mean).float()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--labels", required=True, help="a labels.jsonl of the pictures to be trained on")
    parser.add_argument("--size", choices=SIZES, default="medium")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    net = Detector(args.size).eval()
    norms = fill(net, args.model)
    items = data.split(data.read_set(args.labels))[0]
    chosen = np.random.default_rng(1).permutation(len(items))[:PICTURES]
    calibrate(net, norms, [data.load(items[i]) for i in chosen])
    torch.save(net.state_dict(), args.out)
    print(json.dumps({"out": args.out, "norms": len(norms)}))


if __name__ == "__main__":
    main()
