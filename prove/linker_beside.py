"""Splink, trained on the same fields of the same two lists, as the linker to compare with."""

from __future__ import annotations

import logging
import warnings
from typing import Any

import pandas
from splink import Linker, SettingsCreator, block_on
from splink import comparison_library as compare
from splink.backends.duckdb import DuckDBAPI

from prove.febrl import FIELDS, Record

Pair = tuple[str, str]
FEWEST = 0.5


def linked(originals: list[Record], duplicates: list[Record]) -> set[Pair]:
    """Return the pairs of ids that Splink thinks are more likely one person than not."""
    warnings.filterwarnings("ignore")
    logging.getLogger("splink").setLevel(logging.ERROR)
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="id",
        comparisons=[
            compare.NameComparison("given_name"),
            compare.NameComparison("surname"),
            compare.DamerauLevenshteinAtThresholds("date_of_birth", [1, 2]),
            compare.DamerauLevenshteinAtThresholds("postcode", [1, 2]),
        ],
        blocking_rules_to_generate_predictions=[block_on(name) for name in FIELDS]
        + [block_on("substr(surname, 1, 3)"), block_on("substr(given_name, 1, 3)")],
    )
    for one in settings.comparisons[:2]:
        one.configure(term_frequency_adjustments=True)
    api = DuckDBAPI()
    frames = [
        api.register(_frame(records), dataset_display_name=name)
        for records, name in ((originals, "held"), (duplicates, "asked"))
    ]
    linker = Linker(frames, settings)
    linker.training.estimate_probability_two_random_records_match(
        [
            block_on("given_name", "surname", "date_of_birth"),
            block_on("surname", "date_of_birth", "postcode"),
        ],
        recall=0.6,
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2_000_000, seed=1)
    for rule in (("date_of_birth",), ("given_name", "surname"), ("postcode", "surname")):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    found = linker.inference.predict(threshold_match_probability=FEWEST).as_pandas_dataframe()
    return {
        _held_first(row.id_l, row.source_dataset_l, row.id_r)
        for row in found.itertuples()
        if row.match_probability >= FEWEST
    }


def _held_first(left: str, source: str, right: str) -> Pair:
    return (left, right) if source == "held" else (right, left)


def _frame(records: list[Record]) -> Any:
    frame = pandas.DataFrame([vars(one) if hasattr(one, "__dict__") else one for one in records])
    return frame.replace("", None)


def f1(pairs: set[Pair], true: set[Pair]) -> tuple[float, float, float]:
    """Return F1, precision and recall of pairs."""
    right = len(pairs & true)
    precision, recall = right / max(len(pairs), 1), right / max(len(true), 1)
    return 2 * precision * recall / max(precision + recall, 1e-9), precision, recall
