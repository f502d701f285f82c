"""The server programs (aiohttp). Headless: never imports Qt or `desktop`."""
