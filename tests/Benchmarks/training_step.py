"""training_step.py NETWORK BATCH SIDE LAYOUT: steps of PyTorch on two threads. Reads seconds line by line, prints the mean milliseconds of a step."""
import sys
import time

import torch

import networks

USUAL = {
    "unet": {"depth": 3, "width": 32},
    "rednet": {"depth": 20, "width": 64},
    "rcan": {"groups": 5, "blocks": 5, "width": 32, "reduction": 8, "scale": 1},
}
LAYOUTS = {"channels_last": torch.channels_last, "contiguous": torch.contiguous_format}

torch.set_num_threads(2)
torch.manual_seed(1)
name, batch, side, layout = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), LAYOUTS[sys.argv[4]]


class Parameters(networks.Weights):
    """Parameters of their own in PyTorch's usual way, in place of parts of one vector: made at first use, then handed out again in the same order."""

    def __init__(self):
        self.all, self.next = [], 0

    def take(self, *shape):
        if self.next == len(self.all):
            weight = torch.randn(shape) * 0.05
            self.all.append(torch.nn.Parameter(weight.to(memory_format=layout) if len(shape) == 4 else weight))
        self.next += 1
        return self.all[self.next - 1]


parameters = Parameters()
noisy, clean = ((torch.rand(batch, 1, side, side) - 0.5).to(memory_format=layout) for _ in range(2))


def loss():
    parameters.next = 0
    return ((networks.NETWORKS[name](parameters, noisy, **USUAL[name]) + noisy - clean) ** 2).mean()


with torch.no_grad():
    loss()
optimizer = torch.optim.Adam(parameters.all, lr=1e-4)


def step():
    optimizer.zero_grad(set_to_none=True)
    loss().backward()
    optimizer.step()


for _ in range(3):
    step()
print(f"PyTorch {torch.__version__} {sys.argv[4]}", flush=True)
for line in sys.stdin:
    began, count = time.perf_counter(), 0
    while count == 0 or time.perf_counter() - began < float(line):
        step()
        count += 1
    print((time.perf_counter() - began) * 1000 / count, flush=True)
