"""Who writes alike: the sentences that landlords share, and groups that write from one template.

It is told by the fingerprints of ``shared`` alone; where texts were kept, they are only quoted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
from scipy.sparse import coo_matrix, csr_matrix
from scipy.sparse.csgraph import connected_components

from scorer.batch import tables
from scorer.batch.figures import Shared, Template
from scorer.landlords import landlord_key

SHARED_BY = 3
"""Landlords that must use a sentence before it is told as shared."""

MOST_SHARED = 200
"""Shared sentences that are told: those of most landlords."""

COMMON_SENTENCES = 8
"""Sentences that two landlords must have in common to be told as writing from one template."""

COMMON_SHARE = 0.2
"""The share of the smaller one's longer sentences that this must be."""

_NOBODY = -1


def alike(folder: Path, *, with_text: bool) -> tuple[tuple[Shared, ...], tuple[Template, ...]]:
    """The sentences that landlords share, and the landlords that share many, in the batch of a folder. Only forms that
    name their landlord count: of two that do not, nobody knows whether they are of one."""
    keys, cells, owners, names, refs = _fingerprints(folder)
    if not len(keys):
        return (), ()
    known, index = np.unique(keys, return_inverse=True)
    pairs = coo_matrix((np.ones(len(index)), (owners, index)), shape=(len(names), len(known))).tocsr()
    pairs.data[:] = 1.0  # a landlord that repeats itself counts once
    users = np.asarray(pairs.sum(axis=0)).ravel().astype(int)
    chosen = [int(key) for key in np.flatnonzero(users >= SHARED_BY)]
    chosen = sorted(chosen, key=lambda key: (-users[key], known[key]))[:MOST_SHARED]
    places: dict[int, list[int]] = {key: [] for key in chosen}
    for row, key in zip(cells.tolist(), index.tolist(), strict=True):
        if key in places:
            places[key].append(row)
    wanted: dict[int, list[int]] = defaultdict(list)
    for key, found in places.items():
        wanted[found[0]].append(int(known[key]))
    examples = _examples(folder, wanted, with_text)
    shared = []
    for key, found in places.items():
        often = Counter(refs[row] for row in found)
        example, text = examples[found[0], int(known[key])]
        top = tuple(ref for ref, _ in sorted(often.items(), key=lambda item: (-item[1], item[0]))[:3])
        shared.append(Shared(int(users[key]), len(set(found)), top, example, text))
    return tuple(shared), _templates(pairs, users, names)


def _fingerprints(folder: Path) -> tuple[Any, Any, Any, list[str], list[str]]:
    """Of each longer sentence of a landlord its key, the row of its cell and the number of the landlord; then the names
    by number, and the provisions by row."""
    numbers: dict[str, int] = {}
    names: list[str] = []
    refs: list[str] = []
    keys, cells, owners = [], [], []
    with pq.ParquetFile(folder / "cells.parquet") as file:
        for batch in file.iter_batches(8_192, columns=["landlord", "ref", "sentences"]):
            own = []
            for name in batch.column(batch.schema.get_field_index("landlord")).to_pylist():
                who = landlord_key(name)
                if who and who not in numbers:
                    numbers[who] = len(names)
                    names.append(name)
                own.append(numbers.get(who, _NOBODY))
            column = batch.column(batch.schema.get_field_index("sentences"))
            rows = column.value_parent_indices().to_numpy()
            owner = np.array(own, dtype=np.int64)[rows]
            named = owner != _NOBODY
            keys.append(column.flatten().field("key").to_numpy()[named])
            cells.append(rows[named] + len(refs))
            owners.append(owner[named])
            refs += batch.column(batch.schema.get_field_index("ref")).to_pylist()
    if not keys:
        return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, np.int64), [], refs
    return np.concatenate(keys), np.concatenate(cells), np.concatenate(owners), names, refs


def _examples(folder: Path, wanted: dict[int, list[int]], with_text: bool) -> dict[tuple[int, int], tuple[str, str]]:
    """For cells by their row, and the keys of sentences in each: where they stand, and their words where these were
    kept."""
    columns = ["source", "form", "ref", "sentences", *(("evidence", "commentary") if with_text else ())]
    found = {}
    for number, row in enumerate(tables.rows_of(folder / "cells.parquet", columns)):
        for place in row["sentences"] if number in wanted else ():
            if place["key"] in wanted[number]:
                text = row[place["field"]][place["start"] : place["end"]].strip() if with_text else ""
                found[number, place["key"]] = f"{row['source']}, form {row['form']}, {row['ref']}", text
    return found


def _templates(pairs: csr_matrix, users: Any, names: Sequence[str]) -> tuple[Template, ...]:
    """Landlords that have much in common which few others have: what everybody says tells nothing."""
    telling = (users >= 2) & (users <= max(20, len(names) // 5))
    rare = pairs[:, np.flatnonzero(telling)]
    own = np.asarray(pairs.sum(axis=1)).ravel()
    common = (rare @ rare.T).tocoo()
    smaller = np.minimum(own[common.row], own[common.col])
    linked = (common.row < common.col) & (common.data >= COMMON_SENTENCES) & (common.data >= COMMON_SHARE * smaller)
    left, right, counts = common.row[linked], common.col[linked], common.data[linked]
    if not len(left):
        return ()
    links = csr_matrix((counts, (left, right)), shape=common.shape)
    _, labels = connected_components(links, directed=False)
    members: dict[int, list[str]] = defaultdict(list)
    for number in sorted({*left.tolist(), *right.tolist()}):
        members[labels[number]].append(names[number])
    least: dict[int, int] = {}
    for one, count in zip(left.tolist(), counts.tolist(), strict=True):
        least[labels[one]] = min(int(count), least.get(labels[one], int(count)))
    found = [Template(tuple(sorted(group)), least[label]) for label, group in members.items()]
    return tuple(sorted(found, key=lambda template: (-len(template.landlords), template.landlords)))
