"""How far a long run has come, on the terminal: a bar, the rate, and the time left. Nothing where nobody watches."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

Tell = Callable[[int, int, str], None]
"""Done, of how many, and a word on it."""


@contextmanager
def shown(what: str) -> Iterator[Tell]:
    """A bar on standard error while the context lasts; in a pipe, none. What is counted from the first call on makes
    the rate, so that work which was there before does not."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda done, total, note: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(what),
        TimeRemainingColumn(elapsed_when_finished=True),
        TextColumn("{task.fields[note]}", style="dim"),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("Scoring", total=None, note="")
        before: list[int] = []

        def tell(done: int, total: int, note: str) -> None:
            before[:] = before or [done]
            progress.update(task, completed=done - before[0], total=total - before[0], note=note)

        yield tell


class _Rate(ProgressColumn):
    """So many a second, or a minute where it is slower than one a second."""

    def __init__(self, what: str) -> None:
        super().__init__()
        self._what = what

    def render(self, task: Task) -> Text:
        if not task.speed:
            return Text("")
        if task.speed >= 1:
            return Text(f"{task.speed:.1f} {self._what}/s")
        return Text(f"{task.speed * 60:.1f} {self._what}/min")
