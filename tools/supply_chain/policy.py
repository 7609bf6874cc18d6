"""Which licences may be among what ships with an Apache-2.0 program, and what packages declare in words of their own."""

# Permissive: they ask for their notice, which the packages carry with them.
PERMISSIVE = frozenset(
    {"MIT", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "0BSD", "Unlicense", "CC0-1.0", "PSF-2.0", "Zlib", "Python-2.0"}
    | {"MIT-0", "PostgreSQL", "BlueOak-1.0.0"}
)  # fmt: skip
# Weak copyleft and the like: each with why it may be here.
ACCEPTED = {
    "LGPL-3.0-only": "a library used as it is, exchangeable by whoever runs the program: Python imports it by name",
    "MPL-2.0": "copyleft by file: its files are not changed",
    "OFL-1.1": "fonts, shipped unchanged with their licence",
}
# What old metadata says, as SPDX has it.
SPDX = {
    "Apache 2.0": "Apache-2.0",
    "Apache License, Version 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "Apache Software License": "Apache-2.0",
    "BSD": "BSD-2-Clause",
    "BSD License": "BSD-3-Clause",
    "MIT License": "MIT",
    "Dual License": "Apache-2.0 OR BSD-3-Clause",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "(MIT OR CC0-1.0)": "MIT OR CC0-1.0",
}
# Packages that declare nothing a program can read; read by a person in the licence file they carry.
DECLARED = {
    "async-timeout": "Apache-2.0",
    "colorama": "BSD-3-Clause",
    "currencyconverter": "Apache-2.0",
}


def alternatives(expression: str) -> list[list[str]]:
    """Return an SPDX expression as alternatives of licences that hold together; brackets are flat here."""
    plain = expression.replace("(", " ").replace(")", " ")
    return [[one.split(" WITH ")[0].strip() for one in choice.split(" AND ")] for choice in plain.split(" OR ")]


def is_allowed(expression: str) -> bool:
    """Whether one of the alternatives is made of allowed licences alone."""
    allowed = PERMISSIVE | set(ACCEPTED)
    return any(all(one in allowed for one in choice) for choice in alternatives(expression))
