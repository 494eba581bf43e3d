"""The thing under load: answers every request and remembers, by its own clock, when each runner's first and last came.

usage: target.py PORT      GET /r/RUN/INDEX counts; GET /seen/RUN tells {"INDEX": [first, last, count]} in seconds of the epoch
"""
import asyncio
import json
import sys
import time

seen = {}


async def serve(reader, writer):
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            now = time.time()
            path = head.split(b" ", 2)[1].decode().strip("/").split("/")
            body = b"ok"
            if path[0] == "r":
                entry = seen.setdefault(path[1], {}).setdefault(path[2], [now, now, 0])
                entry[1], entry[2] = now, entry[2] + 1
            elif path[0] == "seen":
                body = json.dumps(seen.get(path[1], {})).encode()
            writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "0.0.0.0", int(sys.argv[1]), backlog=1024)
    async with server:
        await server.serve_forever()


asyncio.run(main())
