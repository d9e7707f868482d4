"""The body of an exported network: what lies between its first and its last convolutions, run in torch, written in integers.

The scheme is that of Jacob et al. (2018): weights by output channel, symmetric; what flows between layers by tensor, with a
zero point; every range is the one that gives the least squared error (Nagel et al., 2021).
"""
import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch.nn import functional as F

CLIPS = np.linspace(0.3, 1, 36)


class Body:
    """Knows Conv, Relu, Add and Resize by two; what else the graph does before and after stays as it is."""

    def __init__(self, graph):
        self.values = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
        self.convs = [node for node in graph.node if node.op_type == "Conv"]
        self.start = self.convs[0].input[0]
        self.users = {}
        for node in graph.node:
            for name in node.input:
                self.users.setdefault(name, []).append(node)
        self.nodes, known = [], {self.start}
        for node in graph.node:
            inputs = node.input if node.op_type == "Add" else node.input[:1]
            if node.op_type in ("Conv", "Relu", "Resize", "Add") and all(name in known for name in inputs):
                self.nodes.append(node)
                known.update(node.output)

    def run(self, x):
        """Every tensor of the body by its name; x: N x 3 x H x W, as the first convolution takes it."""
        tensors = {self.start: x}
        for node in self.nodes:
            first, *others = (tensors.get(name) for name in node.input)
            if node.op_type == "Conv":
                how = {a.name: helper.get_attribute_value(a) for a in node.attribute}
                weight, bias = (torch.tensor(self.values[name]) for name in node.input[1:3])
                out = F.conv2d(first, weight, bias, how["strides"], how["pads"][:2], how["dilations"], how["group"])
            elif node.op_type == "Relu":
                out = first.relu()
            elif node.op_type == "Add":
                out = first + others[0]
            else:
                out = F.interpolate(first, scale_factor=2.0, mode="nearest")
            tensors[node.output[0]] = out
        return tensors

    def is_held(self, node):
        """Is what comes out kept in integers? Not before a Relu, which is one with its convolution, nor at the end of the body."""
        users = self.users[node.output[0]]
        is_last = not any(user in self.nodes for user in users)
        return not is_last and not (node.op_type == "Conv" and [user.op_type for user in users] == ["Relu"])


def range_of(values):
    """Scale and zero point of uint8 for numbers like these."""
    values = torch.tensor(values)
    high, low = max(0.0, float(values.max())), min(0.0, float(values.min()))
    best = (float("inf"), 1e-8, 0)
    for clip in CLIPS:
        scale = max((high - low) * clip / 255, 1e-8)
        zero = round(-low * clip / scale)
        known = ((values / scale).round() + zero).clamp(0, 255)
        best = min(best, (float((((known - zero) * scale - values) ** 2).mean()), scale, zero))
    return best[1:]


def weights_of(weight):
    """int8 by output channel, and the scale of each."""
    flat = torch.tensor(weight).reshape(len(weight), -1)
    top = flat.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
    scales = torch.stack([top * clip for clip in CLIPS])
    errors = (((flat / scales).round().clamp(-127, 127) * scales - flat) ** 2).sum(2)
    scale = scales[errors.argmin(0), torch.arange(len(flat))]
    integers = (flat / scale).round().clamp(-127, 127).reshape(weight.shape)
    return integers.numpy().astype(np.int8), scale[:, 0].numpy().astype(np.float32)


class Writer:
    """Writes the body's tensors as integers between QuantizeLinear and DequantizeLinear, which the runtime makes kernels of."""

    def __init__(self, graph, body, ranges):
        self.graph, self.body, self.ranges = graph, body, ranges
        self.nodes, self.written = [], 0

    def write(self):
        nodes = list(self.graph.node)
        own = {node.output[0] for node in self.body.nodes}
        for name, (scale, zero) in self.ranges.items():
            self.constants(name, np.float32(scale), np.uint8(zero))
        for node in nodes:
            self.nodes.append(self.node(node) if node.output[0] in own else node)
            for name in node.output:
                if name in self.ranges:
                    self.nodes.append(helper.make_node("QuantizeLinear", [name, f"{name}_scale", f"{name}_zero"], [f"{name}_bytes"]))
        used = {name for node in self.nodes for name in node.input}
        kept = [tensor for tensor in self.graph.initializer if tensor.name in used]
        del self.graph.node[:], self.graph.initializer[:]
        self.graph.node.extend(self.nodes)
        self.graph.initializer.extend(kept)

    def node(self, node):
        fresh = onnx.NodeProto()
        fresh.CopyFrom(node)
        for at, name in enumerate(node.input):
            if name in self.ranges:
                fresh.input[at] = self.floats(name, f"{name}_bytes")
        if node.op_type == "Conv" and node.input[0] in self.ranges:
            weight, bias = node.input[1:3]
            integers, scale = weights_of(self.body.values[weight])
            fresh.input[1] = self.parameter(weight, integers, scale, np.int8)
            scale = np.float32(self.ranges[node.input[0]][0]) * scale
            fresh.input[2] = self.parameter(bias, np.round(self.body.values[bias] / scale).astype(np.int32), scale, np.int32)
        return fresh

    def parameter(self, name, integers, scale, kind):
        self.constants(name, scale, np.zeros(len(scale), kind))
        self.graph.initializer.append(numpy_helper.from_array(integers, f"{name}_integers"))
        return self.floats(name, f"{name}_integers", axis=0)

    def constants(self, name, scale, zero):
        self.graph.initializer.extend([numpy_helper.from_array(scale, f"{name}_scale"), numpy_helper.from_array(zero, f"{name}_zero")])

    def floats(self, name, integers, **how):
        """A pair's second half, one for each who asks: the runtime looks for them next to who uses them."""
        self.written += 1
        out = f"{name}_floats_{self.written}"
        self.nodes.append(helper.make_node("DequantizeLinear", [integers, f"{name}_scale", f"{name}_zero"], [out], **how))
        return out
