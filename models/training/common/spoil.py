"""Colour, light, blur, noise and compression as cheap cameras make them, for a whole batch on its device."""
import torch
from torch.nn import functional as F

# The luminance table of JPEG (ITU-T T.81, annex K).
TABLE = torch.tensor(
    [16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
     18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99]
).float()
LUMA = torch.tensor([0.299, 0.587, 0.114])


def spoil(pictures, dice, much=1.0):
    """pictures: n x 3 x H x W float 0..255 RGB; dice: of that device; much: how far it goes, 0..1."""
    n, device = len(pictures), pictures.device
    luma = LUMA.to(device).view(1, 3, 1, 1)
    column = lambda v: v.view(-1, 1, 1, 1)
    grey = (pictures * luma).sum(1, keepdim=True).expand(-1, 3, -1, -1)
    infrared = column(dice.chance(0.12, n))
    washed = column(dice.uniform(0.3, 1.2, n))
    x = torch.where(infrared, grey, grey + (pictures - grey) * washed)
    night = dice.chance(0.12, n)
    gamma = torch.exp(torch.where(night, dice.uniform(0.5, 1.1, n), dice.uniform(-0.5, 0.5, n)) * much)
    gain = column(torch.exp(dice.uniform(-0.35, 0.35, n))) * torch.exp(dice.uniform(-0.12, 0.12, n, 3)).view(n, 3, 1, 1)
    x = (x.clamp(0, 255) / 255 + 1e-6) ** column(gamma) * 255 * gain
    some(x, dice.chance(0.3, n), lambda part: blur(part, dice.uniform(0.4, 0.4 + much, len(part))))
    some(x, dice.chance(0.12 * much, n), lambda part: smear(part, dice))
    some(x, dice.chance(0.18, n), lambda part: part + (part - blur(part, dice.uniform(0.8, 2.0, len(part)))) * column(dice.uniform(0.5, 1.6, len(part))))
    some(x, dice.chance(0.15, n), lambda part: coarse(part, dice))
    strength = column(torch.where(night | dice.chance(0.35, n), dice.uniform(2, 11, n) * much, torch.zeros(n, device=device)))
    x = x + strength * torch.randn(n, 1, *x.shape[2:], generator=dice.random, device=device)
    x = x.clamp(0, 255)
    some(x, dice.chance(0.4, n), lambda part: compress(part, dice.uniform(0.5, 0.5 + 2.7 * much, len(part))))
    return x.clamp(0, 255)


def some(x, chosen, change):
    """Changes only the chosen pictures, in place."""
    at = chosen.nonzero()[:, 0]
    if len(at):
        x[at] = change(x[at])


def blur(x, sigma):
    reach = torch.arange(-4, 5, device=x.device).float()
    kernel = torch.exp(-0.5 * (reach[None] / sigma[:, None]) ** 2)
    kernel = (kernel / kernel.sum(1, keepdim=True)).repeat_interleave(3, 0)
    n, c, h, w = x.shape
    flat = F.pad(x.reshape(1, n * c, h, w), (4, 4, 4, 4), mode="replicate")
    flat = F.conv2d(flat, kernel[:, None, None, :], groups=n * c)
    return F.conv2d(flat, kernel[:, None, :, None], groups=n * c).reshape(n, c, h, w)


def smear(x, dice):
    """Motion of the thing or the camera: a line of 3 to 9 pixels at any angle."""
    n, c, h, w = x.shape
    angle, length = dice.uniform(0, 3.1416, n), dice.uniform(1.5, 4.5, n)
    y, across = torch.meshgrid(*(torch.arange(-4, 5, device=x.device).float(),) * 2, indexing="ij")
    along = across[None] * torch.cos(angle)[:, None, None] + y[None] * torch.sin(angle)[:, None, None]
    off = -across[None] * torch.sin(angle)[:, None, None] + y[None] * torch.cos(angle)[:, None, None]
    kernel = (along.abs() <= length[:, None, None]).float() * (1 - off.abs()).clamp(min=0)
    kernel = (kernel / kernel.sum((1, 2), keepdim=True)).repeat_interleave(3, 0)[:, None]
    flat = F.pad(x.reshape(1, n * c, h, w), (4, 4, 4, 4), mode="replicate")
    return F.conv2d(flat, kernel, groups=n * c).reshape(n, c, h, w)


def coarse(x, dice, least=0.45, most=0.85):
    """A camera of fewer pixels, blown up."""
    h, w = x.shape[2:]
    part = float(dice.uniform(least, most, 1))
    small = F.interpolate(x, size=(int(h * part), int(w * part)), mode="bilinear", align_corners=False, antialias=True)
    return F.interpolate(small, size=(h, w), mode="bilinear", align_corners=False)


def compress(x, strength):
    """Eight by eight blocks lose their fine parts, as in JPEG and in key frames of video; colours in half size."""
    n, _, h, w = x.shape
    device = x.device
    luma = LUMA.to(device).view(1, 3, 1, 1)
    y = (x * luma).sum(1, keepdim=True)
    colour = F.interpolate(F.avg_pool2d(x - y, 2), scale_factor=2.0, mode="bilinear", align_corners=False)
    k = torch.arange(8, device=device).float()
    basis = torch.cos((k[None] + 0.5) * k[:, None] * torch.pi / 8) * 0.5
    basis[0] *= 0.5**0.5
    # The transform of a block as one product with its 64 pixels: one large product instead of many tiny ones.
    transform = torch.kron(basis, basis)
    blocks = (y - 128).reshape(n, h // 8, 8, w // 8, 8).permute(0, 1, 3, 2, 4).reshape(n, -1, 64)
    step = TABLE.to(device) * strength.view(n, 1, 1)
    parts = torch.round(blocks @ transform.T / step) * step
    blocks = (parts @ transform).reshape(n, h // 8, w // 8, 8, 8)
    return blocks.permute(0, 1, 3, 2, 4).reshape(n, 1, h, w) + 128 + colour
