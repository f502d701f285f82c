"""The floor of a gateway: aiohttp takes a request, aiohttp passes it on, the bytes go back. No account, no ledger."""

import asyncio
import json
import sys

import aiohttp
from aiohttp import web


async def main(base_url: str, names: dict[str, str]) -> None:
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as http:

        async def relay(request: web.Request) -> web.StreamResponse:
            body = json.loads(await request.read())
            body["model"] = names[body["model"]]
            async with http.post(base_url + request.path, data=json.dumps(body).encode()) as reply:
                if not body["stream"]:
                    return web.Response(body=await reply.read(), content_type="application/json")
                answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
                await answer.prepare(request)
                async for data in reply.content.iter_any():
                    await answer.write(data)
                return answer

        app = web.Application()
        app.router.add_post("/v1/chat/completions", relay)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        print(json.dumps({"port": runner.addresses[0][1]}), flush=True)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], json.loads(sys.argv[2])))
