"""Work in processes of its own, one call at a time, each with a limit of time and of memory.

A file may be made to hang a parser or to fill the memory, and neither can be stopped from within the process. So the
work is done in a worker: a process that is prepared and then called again and again. A worker that oversteps a limit is
ended and replaced. Where the system allows it, workers are copies of one prepared process; elsewhere each is a fresh
interpreter. What it is given and what it gives back travel over a pipe, never by the disk.

Workers end with their parent, however it ends: on Linux the kernel sees to it, elsewhere an idle worker notices that
the pipe has closed. ``pool``, ``workers``, ``forks`` and ``processes`` are the parent's side, ``inside`` is the
worker's, ``wire`` how answers travel.
"""

from scorer.isolation.pool import Pool
from scorer.isolation.workers import Limits, Setup, Worker

__all__ = ["Limits", "Pool", "Setup", "Worker"]
