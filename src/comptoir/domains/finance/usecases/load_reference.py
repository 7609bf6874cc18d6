"""Load the built-in reference set: the history of the European Central Bank that a pinned package carries."""

import asyncio
import zipfile
from datetime import date
from importlib.resources import as_file, files

from comptoir.domains.finance.contracts import Rate
from comptoir.domains.finance.model import parse_rates


def _reference_text() -> str:
    with as_file(files("currency_converter") / "eurofxref-hist.zip") as path, zipfile.ZipFile(path) as archive:
        return archive.read(archive.namelist()[0]).decode("ascii")


async def reference_rates() -> list[Rate]:
    """Return the packaged euro reference rates, newest day first."""
    text = await asyncio.to_thread(_reference_text)
    return await asyncio.to_thread(lambda: list(parse_rates(text)))


async def is_newer(last: date) -> bool:
    """Return whether the package carries a day after ``last``."""
    text = await asyncio.to_thread(_reference_text)
    newest = text.split("\n", 2)[1]  # the ECB writes the newest day first
    return date.fromisoformat(newest.split(",", 1)[0]) > last
