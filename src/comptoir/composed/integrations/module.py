"""The integrations module."""

from comptoir.composed.integrations.permissions import PERMISSIONS
from comptoir.manifest import Argument, Command, Module

_YES_NO = {"action": "store_true"}

MODULE = Module(
    name="integrations",
    description="Imports of files: plan, run, rejects, undo.",
    routers=("comptoir.composed.integrations.endpoints:ROUTES",),
    tables=("comptoir.composed.integrations.tables",),
    permissions=PERMISSIONS,
    personal=("imports.plan",),
    jobs=("comptoir.composed.integrations.jobs:JOBS",),
    commands=(
        Command(
            path=("import",),
            help="import a file of orders, products or customers into a store",
            handler="comptoir.composed.integrations.commands:import_file",
            arguments=(
                Argument(("file",), "CSV, TSV, XLSX, Parquet, JSON or JSON Lines; text files may be packed as .gz"),
                Argument(("--store",), "short name of the store", {"required": True}),
                Argument(("--format",), "format of the file; found out when left open"),
                Argument(
                    ("--map",),
                    "which column feeds a field; repeat it. Left out, columns are found by their names",
                    {"action": "append", "default": [], "metavar": "FIELD=COLUMN"},
                ),
                Argument(("--currency",), "currency of amounts that name none; else the store's"),
                Argument(("--timezone",), "time zone of times that name none; else the store's"),
                Argument(("--date-format",), "iso, m/d/Y, d/m/Y or Y/m/d, where a column fits two"),
                Argument(
                    ("--number-format",),
                    "which mark is the decimal one, where a column fits both",
                    {"choices": ("point", "comma")},
                ),
                Argument(
                    ("--discount-is",),
                    "whether discounts between 0 and 1 are rates or amounts",
                    {"choices": ("rate", "amount")},
                ),
                Argument(("--tax-included",), "amounts include the tax that the tax column states", _YES_NO),
                Argument(("--replace",), "the file overrides what is known of its orders", _YES_NO),
                Argument(("--sheet",), "sheet of a workbook; else the first that holds a table"),
                Argument(("--rejects",), "where to write rejected rows; else FILE.rejected.csv"),
                Argument(("--dry-run",), "read everything, say what would happen, change nothing", _YES_NO),
            ),
        ),
        Command(
            path=("imports", "list"),
            help="list imports, newest first",
            handler="comptoir.composed.integrations.commands:list_imports",
            arguments=(Argument(("--limit",), "how many", {"type": int, "default": 20}),),
        ),
        Command(
            path=("imports", "undo"),
            help="take a whole import back",
            handler="comptoir.composed.integrations.commands:undo_import",
            arguments=(Argument(("id",), "id of the import, as `comptoir imports list` shows it"),),
        ),
    ),
)
