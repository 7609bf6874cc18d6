"""What a rule looks at: files of the checkout with their text, syntax tree and escapes."""

import ast
import re
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = "src/comptoir"

FunctionNode = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that breaks one rule."""

    path: str
    line: int
    rule: str
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: [{self.rule}] {self.message}"


@dataclass(frozen=True)
class Source:
    """One file: its path from the root of the checkout, with forward slashes, and its text."""

    path: str
    text: str

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text, filename=self.path)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of the tree, walked once for all rules."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        return tuple(self.text.splitlines())

    @property
    def name(self) -> str:
        return PurePosixPath(self.path).name

    @property
    def parts(self) -> tuple[str, ...]:
        return PurePosixPath(self.path).parts

    @property
    def is_python(self) -> bool:
        return self.path.endswith(".py")

    @property
    def is_typescript(self) -> bool:
        return self.path.startswith("web/") and self.path.endswith((".ts", ".tsx"))

    @property
    def in_package(self) -> bool:
        """Whether this is Python that ships."""
        return self.is_python and self.path.startswith(f"{PACKAGE}/")

    def escaped(self, line: int, *, rule: str) -> bool:
        """Whether the line carries `# rule: why`, with a reason."""
        text = self.lines[line - 1] if 0 < line <= len(self.lines) else ""
        return re.search(rf"(#|//)\s*{re.escape(rule)}:\s*\S+", text) is not None

    def functions(self) -> Iterator[FunctionNode]:
        """Every function and method, nested ones too."""
        return (node for node in self.nodes if isinstance(node, FunctionNode))

    def calls(self) -> Iterator[ast.Call]:
        return (node for node in self.nodes if isinstance(node, ast.Call))

    def finding(self, line: int, *, rule: str, message: str) -> Finding:
        return Finding(path=self.path, line=line, rule=rule, message=message)


def dotted(node: ast.expr) -> str:
    """Return `a.b.c` for a name or a chain of attributes, else an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = dotted(node.value)
        return f"{inner}.{node.attr}" if inner else node.attr
    return ""


def read_sources(root: Path = ROOT) -> tuple[Source, ...]:
    """Return the checkout's text files: those git knows and the new ones it would take."""
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=root,
        capture_output=True,
        check=True,
    )
    paths = sorted({name for name in listing.stdout.decode().split("\0") if name})
    return tuple(read_texts(root, paths=paths))


def read_texts(root: Path, *, paths: Iterable[str]) -> Iterator[Source]:
    for path in paths:
        try:
            yield Source(path=path, text=(root / path).read_text(encoding="utf-8"))
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue  # a picture, a font, or a file just deleted


def package_sources(sources: Sequence[Source]) -> tuple[Source, ...]:
    return tuple(source for source in sources if source.in_package)
