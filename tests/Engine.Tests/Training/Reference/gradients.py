"""Loss and gradient of each case of cases.json in the folder given, as PyTorch computes them."""
import json
import pathlib
import sys

import numpy
import torch

from networks import LOSSES, restore

torch.set_num_threads(1)
folder = pathlib.Path(sys.argv[1])


def tensor(case, name, shape):
    return torch.from_numpy(numpy.fromfile(folder / f"{case['name']}.{name}", "<f4").reshape(shape))


for case in json.loads((folder / "cases.json").read_text()):
    flat = tensor(case, "weights", -1).requires_grad_()
    restored = restore(case, flat, tensor(case, "input", case["input"]))
    loss = LOSSES[case["loss"]](restored, tensor(case, "target", case["target"]))
    loss.backward()
    flat.grad.numpy().tofile(folder / f"{case['name']}.gradient")
    loss.detach().numpy().tofile(folder / f"{case['name']}.loss")
