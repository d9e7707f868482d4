"""Chance on a device: one generator, so that a seed gives one run."""
import torch


class Dice:
    def __init__(self, device, seed):
        self.device = device
        self.random = torch.Generator(device=device).manual_seed(seed)

    def uniform(self, low, high, *shape):
        return torch.rand(*shape, generator=self.random, device=self.device) * (high - low) + low

    def chance(self, part, *shape):
        return torch.rand(*shape, generator=self.random, device=self.device) < part

    def pick(self, weights, count):
        """`count` indices, drawn by weight."""
        return torch.multinomial(weights, count, replacement=True, generator=self.random)
