"""Weights on the disk: written beside and renamed, so that nobody ever reads half a file."""
import os

import torch


def save(weights, file):
    torch.save({k: v.cpu() for k, v in weights.items()}, file + ".tmp")
    os.replace(file + ".tmp", file)
