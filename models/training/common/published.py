"""A published model.onnx back in the network that it came from, so that training goes on.

The export folds every BatchNorm into its convolution. Here each gets the statistics that its convolution really gives
on the pictures to be trained on, with scale and shift that undo them: the network computes what it did, and may learn.
"""
import numpy as np
import onnx
import torch
from onnx import numpy_helper
from torch import nn


def convolutions(net, example):
    """In the order in which they are computed, which is that of the exported graph."""
    order = []
    hooks = [m.register_forward_hook(lambda m, i, o: order.append(m)) for m in net.modules() if isinstance(m, nn.Conv2d)]
    with torch.no_grad():
        net(example)
    for hook in hooks:
        hook.remove()
    return order


def fill(net, file, example):
    """Puts the folded weights in, and what the graph calls by its name in the network (as `net.NAME`).

    Gives the pairs (convolution, its BatchNorm), and the names of parameters that it did not find.
    """
    graph = onnx.load(file).graph
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    nodes = [node for node in graph.node if node.op_type == "Conv"]
    order = convolutions(net, example)
    norms = {s[0]: s[1] for s in net.modules() if isinstance(s, nn.Sequential) and isinstance(s[0], nn.Conv2d)}
    if len(nodes) != len(order):
        raise SystemExit(f"{file} has {len(nodes)} convolutions, the network {len(order)}: another size?")
    found = set()
    for node, conv in zip(nodes, order):
        weight, bias = (torch.tensor(values[name]) for name in node.input[1:3])
        conv.weight.data = weight
        found.add(conv.weight)
        if conv.bias is not None:
            conv.bias.data = bias
            found.add(conv.bias)
            continue
        norm = norms[conv]
        norm.running_mean.zero_(), norm.running_var.fill_(1)
        norm.weight.data.fill_((1 + norm.eps) ** 0.5)
        norm.bias.data = bias
        found.update((norm.weight, norm.bias))
    for name, parameter in net.named_parameters():
        if parameter not in found and f"net.{name}" in values:
            parameter.data = torch.tensor(values[f"net.{name}"])
            found.add(parameter)
    return norms, [name for name, parameter in net.named_parameters() if parameter not in found]


def products(file):
    """Matrices by which the graph multiplies, in its order."""
    graph = onnx.load(file).graph
    values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    return [torch.tensor(values[n.input[1]]) for n in graph.node if n.op_type == "MatMul" and n.input[1] in values]


def give_statistics(net, norms, batches):
    """Runs float batches N x 3 x H x W through the network, and lets each BatchNorm undo what it then knows."""
    sums = {conv: [0, 0, 0] for conv in norms}

    def note(conv, _, out):
        x = out.double()
        sums[conv][0] += x.numel() / x.shape[1]
        sums[conv][1] = sums[conv][1] + x.sum((0, 2, 3))
        sums[conv][2] = sums[conv][2] + (x * x).sum((0, 2, 3))

    hooks = [conv.register_forward_hook(note) for conv in norms]
    with torch.no_grad():
        for batch in batches:
            net(batch)
    for hook in hooks:
        hook.remove()
    for conv, norm in norms.items():
        count, total, squares = sums[conv]
        mean = total / count
        variance = (squares / count - mean**2).clamp(min=1e-6)
        norm.running_mean.copy_(mean), norm.running_var.copy_(variance)
        norm.weight.data = torch.sqrt(variance + norm.eps).float()
        norm.bias.data = (norm.bias.data + mean).float()


def scaled(pictures):
    """uint8 N x H x W x 3 as networks of ours take it."""
    return torch.from_numpy(np.ascontiguousarray(pictures)).permute(0, 3, 1, 2).float() / 255 - 0.5
