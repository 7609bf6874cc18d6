"""The system of record: connections, unit of work, migrations."""
