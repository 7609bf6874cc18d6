"""The engine host: one small process that owns a chDB data directory and speaks ClickHouse's HTTP interface.

A pass-through: it parses no SQL beyond what the interface needs and decides nothing about data.
"""
