"""House rules, one a file. Each rule is a module with NAME, SUMMARY and `check(sources)`, listed in `rules.py`.

A rule exists only with its check and a test that the check fails on a bad sample (tests/architecture).
An escape is visible on the line it concerns: `# <rule name>: why`.
"""
