"""The finance module: exchange rates."""

from comptoir.domains.finance.permissions import PERMISSIONS
from comptoir.domains.finance.projections import RATES
from comptoir.manifest import Argument, Command, Module

_JSON = Argument(flags=("--json",), help="print JSON", options={"action": "store_true"})

MODULE = Module(
    name="finance",
    description="Exchange rates and what money is worth on a day.",
    tables=("comptoir.domains.finance.tables",),
    projections=(RATES,),
    permissions=PERMISSIONS,
    furnishings=("comptoir.domains.finance.facade:ensure_reference",),
    loops={"projector": ("comptoir.domains.finance.jobs:keep_reference",)},
    commands=(
        Command(
            path=("rates", "import"),
            help="import exchange rates: fills days without a published rate and says what changed",
            handler="comptoir.domains.finance.commands:import_rates",
            arguments=(Argument(flags=("file",), help="CSV: day, currency, rate — or the ECB's own file"), _JSON),
        ),
        Command(
            path=("rates", "status"),
            help="show the rate sets and how far each is published",
            handler="comptoir.domains.finance.commands:status",
            arguments=(_JSON,),
        ),
    ),
)
