"""The architectures once more, in PyTorch and independent of the engine: weights in order of use from one flat vector."""
import math

import torch
import torch.nn.functional as F


class Weights:
    """Hands out the next tensors of a flat vector."""

    def __init__(self, flat):
        self.flat, self.next = flat, 0

    def take(self, *shape):
        count = math.prod(shape)
        self.next += count
        return self.flat[self.next - count:self.next].reshape(shape)

    def conv(self, x, channels, kernel=3):
        spatial = [kernel] * (x.dim() - 2)
        weight, bias = self.take(channels, x.shape[1], *spatial), self.take(channels)
        convolve = F.conv2d if x.dim() == 4 else F.conv3d
        return convolve(x, weight, bias, padding=kernel // 2)


def unet(w, x, depth, width):
    def block(x, first, second):
        return F.leaky_relu(w.conv(F.leaky_relu(w.conv(x, first), 0.1), second), 0.1)

    flat = x.dim() == 4
    pool, scale = (F.max_pool2d, (2, 2)) if flat else (F.max_pool3d, (1, 2, 2))
    skips, y = [], x
    for level in range(depth):
        y = block(y, width * 2 ** level, width * 2 ** level)
        skips.append(y)
        y = pool(y, scale)
    y = block(y, width * 2 ** depth, width * 2 ** max(0, depth - 1))
    for level in reversed(range(depth)):
        y = torch.cat([F.interpolate(y, scale_factor=tuple(map(float, scale)), mode="nearest"), skips.pop()], 1)
        y = block(y, width * 2 ** level, width * 2 ** max(0, level - 1))
    return w.conv(y, 1, 1)


def rednet(w, x, depth, width):
    half, features = depth // 2, [x]
    for _ in range(half):
        features.append(F.relu(w.conv(features[-1], width)))
    y = features[half]
    for mirror in range(half - 1, 0, -1):
        y = w.conv(y, width)
        y = F.relu(y + features[mirror] if mirror % 2 == 0 else y)
    return w.conv(y, 1)


def rcan(w, x, groups, blocks, width, reduction, scale):
    head = w.conv(x, width)
    y = head
    for _ in range(groups):
        before_group = y
        for _ in range(blocks):
            before = y
            y = w.conv(F.relu(w.conv(y, width)), width)
            squeezed = F.relu(w.conv(F.adaptive_avg_pool2d(y, 1), width // reduction, 1))
            y = y * torch.sigmoid(w.conv(squeezed, width, 1)) + before
        y = w.conv(y, width) + before_group
    y = w.conv(y, width) + head
    for _ in range(int(math.log2(scale))):
        y = F.pixel_shuffle(w.conv(y, 4 * width), 2)
    return w.conv(y, 1)


def dncnn(w, x, depth, width):
    for _ in range(depth - 1):
        x = F.relu(w.conv(x, width))
    return w.conv(x, 1)


NETWORKS = {"unet": unet, "rednet": rednet, "rcan": rcan, "dncnn": dncnn}


def restore(case, flat, x):
    """The middle frame plus what the network adds to it."""
    middle = x[:, x.shape[1] // 2:x.shape[1] // 2 + 1]
    scale = case["arguments"].get("scale", 1)
    if scale > 1:
        middle = F.interpolate(middle, scale_factor=float(scale), mode="bilinear", align_corners=False)
    return NETWORKS[case["network"]](Weights(flat), x, **case["arguments"]) + middle


LOSSES = {
    "l1": lambda y, t: (y - t).abs().mean(),
    "l2": lambda y, t: ((y - t) ** 2).mean(),
    "charbonnier": lambda y, t: ((y - t) ** 2 + 1e-6).sqrt().mean(),
}
