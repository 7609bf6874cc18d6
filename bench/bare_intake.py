"""What the webhook door is measured against: a bare Litestar handler that only inserts the body into PostgreSQL.

python -m bench.bare_intake PORT        (COMPTOIR_HOME names the home whose PostgreSQL it uses)
"""

import asyncio
import sys
from typing import Any

import psycopg
import uvicorn
from litestar import Litestar, Request, Response, get, post
from psycopg_pool import AsyncConnectionPool

from comptoir.platform.database.server import OWNER, server_of
from comptoir.platform.settings import load_settings

CONNECTIONS = 16


def application(pool: AsyncConnectionPool[Any]) -> Litestar:
    @get("/health/ready")
    async def ready() -> str:
        return "ready"

    @post("/hooks")
    async def insert(request: Request[Any, Any, Any]) -> Response[bytes]:
        body = await request.body()
        async with pool.connection() as connection:
            await connection.execute("insert into bare_bodies (body) values (%s)", (body,))
        return Response(b"{}", status_code=200, media_type="application/json")

    return Litestar([insert, ready], openapi_config=None, logging_config=None)


async def main(port: int) -> None:
    server = server_of(load_settings())
    await asyncio.to_thread(server.ensure)
    connection = server.connection(OWNER)
    async with await psycopg.AsyncConnection.connect(**connection, autocommit=True) as owner:
        await owner.execute("create table if not exists bare_bodies (id bigserial primary key, body bytea not null)")
    pool: AsyncConnectionPool[Any] = AsyncConnectionPool(
        psycopg.conninfo.make_conninfo(**connection), min_size=CONNECTIONS, max_size=CONNECTIONS, open=False
    )
    async with pool:
        config = uvicorn.Config(application(pool), port=port, lifespan="off", log_config=None, access_log=False)
        await uvicorn.Server(config).serve()
    server.release()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
