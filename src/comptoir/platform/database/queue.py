"""The job queue's place in the database: its package's own objects, the one function that queues, who may touch what."""

from importlib import resources
from typing import Any

from sqlalchemy import Connection, event, text

from comptoir.platform.database.metadata import metadata

_QUEUE_TABLES = ("procrastinate_jobs", "procrastinate_events", "procrastinate_periodic_defers", "procrastinate_workers")
# The app role may queue a job but neither read nor change the queue, where all organisations' jobs lie.
_DEFER_FUNCTION = """
CREATE OR REPLACE FUNCTION comptoir_defer_job(
    queue text, task text, priority integer, lock text, once text, arguments jsonb, at timestamptz
) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    RETURN (procrastinate_defer_jobs_v1(ARRAY[
        ROW(queue, task, priority, lock, once, arguments, at)::procrastinate_job_to_defer_v1
    ]))[1];
EXCEPTION WHEN unique_violation THEN
    RETURN NULL;
END $$
"""


def create_queue(_: object, connection: Connection, **__: object) -> None:
    """Create the queue's own tables once, with the other tables of the product."""
    if connection.execute(text("SELECT to_regclass('public.procrastinate_jobs')")).scalar() is None:
        schema = resources.files("procrastinate.sql").joinpath("schema.sql").read_text()
        driver: Any = connection.connection.dbapi_connection
        with driver.cursor() as cursor:
            cursor.execute(schema)
    connection.execute(text(_DEFER_FUNCTION))
    for table in _QUEUE_TABLES:
        connection.execute(text(f"REVOKE ALL ON {table} FROM comptoir_app"))


event.listen(metadata, "after_create", create_queue)
