"""Alembic's entry point: runs revisions on the connection that `migrate` opened as the owner."""

from alembic import context

from comptoir.platform.database.metadata import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
