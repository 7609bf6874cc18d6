"""Embedded engines: who may use a home, who starts an engine, who stops it, and under which account it runs."""
