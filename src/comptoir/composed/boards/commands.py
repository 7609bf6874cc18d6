"""``comptoir boards list|export|import``."""

import argparse
import json
import sys
from pathlib import Path

import msgspec

from comptoir.composed.boards import facade, schemas
from comptoir.composed.boards.contracts import ORGANISATION, SHARED, BoardSummary
from comptoir.composed.boards.errors import UnknownBoard, WrongBoard
from comptoir.composed.boards.model.text_file import MOST_BYTES
from comptoir.foundation.identity.facade import command_actor
from comptoir.kernel.actor import Actor
from comptoir.kernel.errors import Invalid
from comptoir.platform.context import Platform, open_platform
from comptoir.platform.settings import load_settings

WRONG_FILE = 1


async def list_boards(arguments: argparse.Namespace) -> int:
    """List every board of the organisation."""
    async with open_platform(load_settings()) as platform:
        found = await facade.list_boards(await command_actor(platform), platform)
    if arguments.json:
        sys.stdout.write(msgspec.json.encode(schemas.list_body(found)).decode() + "\n")
        return 0
    for one in found:
        shared = f"{one.visibility} {', '.join(one.roles)}".strip()
        owner = one.owner.name or "-"
        sys.stdout.write(f"{one.id}  {shared:24} {one.tiles:3} tiles  v{one.version:<4} {owner:24} {one.name}\n")
    if not found:
        sys.stdout.write("No boards yet.\n")
    return 0


async def export_board(arguments: argparse.Namespace) -> int:
    """Write a board's file to a path, or to the output."""
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform)
        board = await _chosen(actor, platform, arguments.board)
        name, text = await facade.export_board(actor, platform, board_id=board.id)
    if arguments.to is None:
        sys.stdout.write(text)
        return 0
    Path(arguments.to).write_text(text, encoding="utf-8")
    if arguments.json:
        sys.stdout.write(json.dumps({"board": str(board.id), "name": name, "file": arguments.to}) + "\n")
    else:
        sys.stdout.write(f"{name} written to {arguments.to}.\n")
    return 0


async def import_board(arguments: argparse.Namespace) -> int:
    """Make a board of a file for the whole organisation or some roles; say everything wrong with one that is not taken."""
    text = _text(Path(arguments.file))
    roles = tuple(arguments.role)
    async with open_platform(load_settings()) as platform:
        actor = await command_actor(platform)
        visibility = SHARED if roles else ORGANISATION
        try:
            made = await facade.import_board(actor, platform, text=text, visibility=visibility, roles=roles)
        except WrongBoard as error:
            return _tell(error, machine=arguments.json)
    if arguments.json:
        sys.stdout.write(msgspec.json.encode(schemas.summary_body(made.summary)).decode() + "\n")
    else:
        sys.stdout.write(f"{made.summary.name} imported with {made.summary.tiles} tiles: {made.summary.id}\n")
    return 0


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Invalid(f"{path} has {path.stat().st_size:,} bytes; a board's file has at most {MOST_BYTES:,}.")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeError) as error:
        raise Invalid(f"{path} cannot be read as text.", hint="Name a YAML file, as export writes it.") from error


def _tell(error: WrongBoard, *, machine: bool) -> int:
    problems = error.details["problems"]
    assert isinstance(problems, list)
    if machine:
        sys.stdout.write(json.dumps({"problems": problems}) + "\n")
    for one in problems:
        near = f" Did you mean {', '.join(one['suggestions'])}?" if one["suggestions"] else ""
        sys.stderr.write(f"{one['place'] or 'file'}: {one['message']}.{near}\n")
    sys.stderr.write(f"Nothing was imported: {len(problems)} {'problem' if len(problems) == 1 else 'problems'}.\n")
    return WRONG_FILE


async def _chosen(actor: Actor, platform: Platform, wanted: str) -> BoardSummary:
    found = await facade.list_boards(actor, platform)
    fitting = [one for one in found if str(one.id) == wanted or one.name == wanted]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise Invalid(
            f"{len(fitting)} boards are called {wanted!r}.", hint="Name it by its id: `comptoir boards list`."
        )
    raise UnknownBoard(f"There is no board {wanted!r}.", hint="`comptoir boards list` shows all.")
