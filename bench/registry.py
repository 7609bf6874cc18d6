"""The list of benchmarks, with the bar of each. A new case is one line here and one file in `bench/cases`."""

from bench.harness import Bench

BENCHES: tuple[Bench, ...] = (
    Bench(
        name="help",
        what="`comptoir --help` as a process",
        bar=300,
        unit="ms",
        case="bench.cases.command_line:help_",
    ),
    Bench(
        name="panel-size",
        what="initial JavaScript of the panel, gzipped",
        bar=250,
        unit="KB",
        case="bench.cases.panel:initial_javascript",
        rounds=1,
    ),
    Bench(
        name="second-start",
        what="`comptoir serve` on a home that exists, until /health/ready answers",
        bar=5,
        unit="s",
        case="bench.cases.server:second_start",
    ),
    Bench(
        name="idle-memory",
        what="proportional memory of the server and both engines, idle",
        bar=900,
        unit="MB",
        case="bench.cases.server:idle_memory",
        rounds=1,
    ),
    Bench(
        name="import",
        what="`comptoir import` of 500,000 rows ÷ raw COPY plus raw warehouse insert of the same rows",
        bar=25,
        unit="×",
        case="bench.cases.importing:against_raw",
        rounds=1,
    ),
    Bench(
        name="import-memory",
        what="largest memory of the importing process",
        bar=600,
        unit="MB",
        case="bench.cases.importing:memory",
        rounds=1,
    ),
    Bench(
        name="query",
        what="ten common queries on raw facts, plans cached, results not ÷ the same SQL written by hand (median)",
        bar=1.3,
        unit="×",
        case="bench.cases.semantic:against_hand_written",
    ),
    Bench(
        name="query-cached",
        what="an answer from the result cache, versions checked",
        bar=3,
        unit="ms",
        case="bench.cases.semantic:cached_answer",
    ),
    Bench(
        name="export-csv",
        what="CSV of every order through the export ÷ ClickHouse's own CSV output",
        bar=3,
        unit="×",
        case="bench.cases.semantic:csv_export",
        rounds=3,
    ),
)
