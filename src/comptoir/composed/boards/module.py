"""The boards module."""

from comptoir.composed.boards.permissions import PERMISSIONS
from comptoir.manifest import Argument, Command, Module

MODULE = Module(
    name="boards",
    description="Boards that people build of tiles, their versions, sharing and files; notes on days that charts show.",
    routers=("comptoir.composed.boards.endpoints:ROUTES",),
    tables=("comptoir.composed.boards.tables",),
    permissions=PERMISSIONS,
    jobs=("comptoir.composed.boards.jobs:JOBS",),
    commands=(
        Command(
            path=("boards", "list"),
            help="list the boards of the organisation",
            handler="comptoir.composed.boards.commands:list_boards",
        ),
        Command(
            path=("boards", "export"),
            help="write a board as a YAML file",
            handler="comptoir.composed.boards.commands:export_board",
            arguments=(
                Argument(("board",), "id or name of the board, as `comptoir boards list` shows it"),
                Argument(("--to",), "file to write; else the board is printed", {"metavar": "FILE"}),
            ),
        ),
        Command(
            path=("boards", "import"),
            help="make a board of a YAML file, for the whole organisation or for some roles",
            handler="comptoir.composed.boards.commands:import_board",
            arguments=(
                Argument(("file",), "file that `comptoir boards export` or the panel wrote"),
                Argument(
                    ("--role",), "share it with this role only; repeat it for more", {"action": "append", "default": []}
                ),
            ),
        ),
    ),
    session={"home_board": "comptoir.composed.boards.facade:session_start"},
    retention={
        "boards": "deleted ones: 30 days",
        "board_versions": "the last 200 of each board",
    },
)
