"""Makes a checkpoint to train on from a released model: its folded convolutions become convolution + batch norm again.

    python3 from_onnx.py MODEL.onnx --data DATA_DIR --out START.pt

The export folds every batch norm into its convolution. Here each one is set to what its convolution gives on training
canvases (mean and spread measured layer by layer), with scale and shift that undo it: the net gives what it gave, and
in training mode batch statistics are near the running ones, so that it goes on where it stood.
"""
import argparse

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn

import data
from net import Finder


def folded_weights(path):
    """Convolutions in the order of the graph: [(weight, bias)]."""
    graph = onnx.load(path).graph
    tensors = {i.name: torch.from_numpy(numpy_helper.to_array(i).copy()) for i in graph.initializer}
    return [(tensors[n.input[1]], tensors[n.input[2]]) for n in graph.node if n.op_type == "Conv"]


def calls_in_order(net):
    """Convolutions of the net as they are called, each with the batch norm after it (None: a plain one)."""
    norm_of = {}
    for module in net.modules():
        if isinstance(module, nn.Sequential):
            for here, after in zip(module, list(module)[1:]):
                if isinstance(here, nn.Conv2d) and isinstance(after, nn.BatchNorm2d):
                    norm_of[here] = after
    order, hooks = [], []
    for module in net.modules():
        if isinstance(module, nn.Conv2d):
            hooks.append(module.register_forward_hook(lambda conv, _, __: order.append(conv)))
    with torch.no_grad():
        net(torch.zeros(1, 3, 64, 64))
    for hook in hooks:
        hook.remove()
    return [(conv, norm_of.get(conv)) for conv in order]


def unfold(net, path, canvases):
    """Fills `net` from the released file; `canvases`: N x 3 x H x W as the net takes them."""
    net.eval()
    pairs, weights = calls_in_order(net), folded_weights(path)
    if len(pairs) != len(weights):
        raise SystemExit(f"{path} has {len(weights)} convolutions, this net {len(pairs)}")
    norms = {conv: (norm, bias) for (conv, norm), (_, bias) in zip(pairs, weights) if norm is not None}

    def measure(conv, _, out):
        norm, bias = norms[conv]
        mean, spread = out.mean((0, 2, 3)), out.var((0, 2, 3))
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(spread)
        norm.weight.data.copy_(torch.sqrt(spread + norm.eps))
        norm.bias.data.copy_(bias + mean)

    hooks = []
    for (conv, norm), (weight, bias) in zip(pairs, weights):
        if conv.weight.shape != weight.shape:
            raise SystemExit(f"{path} has a convolution {tuple(weight.shape)} where this net has {tuple(conv.weight.shape)}")
        conv.weight.data.copy_(weight)
        if norm is None:
            conv.bias.data.copy_(bias)
        else:
            hooks.append(conv.register_forward_hook(measure))
    with torch.no_grad():
        net(canvases)  # each hook sets its norm before the layers behind it run
    for hook in hooks:
        hook.remove()
    return net


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("--data", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    pictures = [p for p in data.read_pictures(args.data) if p["part"] == "train"][::8]
    rows = [r for r in data.crops.read_list(args.data) if r["part"] == "train"][::4]
    fill = data.canvases([data.load(p) for p in pictures], data.real_sheets(data.crops.load(rows, args.data)), 1)
    x = np.empty((48, 288, 448, 3), np.uint8)
    for canvas in x:
        fill(canvas)
    canvases = torch.from_numpy(x).permute(0, 3, 1, 2).float() / 255.0 - 0.5
    net = unfold(Finder(), args.model, canvases)
    torch.save(net.state_dict(), args.out)
    print(args.out)


if __name__ == "__main__":
    main()
