"""Many pictures of differing sizes warped into canvases of one size, on their device."""
import torch
from torch.nn import functional as F

GREY = 114.0


def warp(pictures, factor, move, width, height):
    """pictures: n tensors 3 x h x w uint8, or one of all; canvas = picture x factor + move (n x 2 each, pixels; a negative factor
    mirrors). Outside of a picture is grey. Sampled twice as finely as the canvas and averaged: shrunk ones do not flicker.
    """
    device = factor.device
    source = pictures.float() - GREY if torch.is_tensor(pictures) else together(pictures, device)
    tall, wide = source.shape[2:]
    x = (torch.arange(2 * width, device=device) + 0.5) / 2
    y = (torch.arange(2 * height, device=device) + 0.5) / 2
    px = (x[None] - move[:, :1]) / factor[:, :1] * 2 / wide - 1
    py = (y[None] - move[:, 1:]) / factor[:, 1:] * 2 / tall - 1
    grid = torch.stack((px[:, None].expand(-1, 2 * height, -1), py[:, :, None].expand(-1, -1, 2 * width)), -1)
    fine = F.grid_sample(source, grid, mode="bilinear", padding_mode="zeros", align_corners=False)
    return F.avg_pool2d(fine, 2) + GREY


def together(pictures, device):
    tall, wide = max(p.shape[1] for p in pictures), max(p.shape[2] for p in pictures)
    source = torch.zeros(len(pictures), 3, tall, wide, device=device)
    for i, p in enumerate(pictures):
        source[i, :, : p.shape[1], : p.shape[2]] = p.float() - GREY
    return source
