"""Our own modules are imported at the top of a file; only heavy libraries where they are used."""

import sys

from tests.support.source_tree import code, imports

HEAVY = {
    *(
        "PIL",
        "aiohttp",
        "anthropic",
        "av",
        "charset_normalizer",
        "ctranslate2",
        "faster_whisper",
        "keyring",
        "numpy",
        "onnxruntime",
    ),
    *("aiobotocore", "botocore", "redis"),
    *("httpx", "jwt", "polar", "stripe", "whop_sdk"),
    *("openai", "pypdfium2", "structlog", "tokenizers"),
    *("ifaddr", "latex2mathml", "openpyxl", "pyqtgraph", "segno", "zeroconf", "ziafont", "ziamath"),
}
ALLOWED = HEAVY | sys.stdlib_module_names


def test_local_imports_are_heavy_libraries():
    local = [(source, found) for source in code() for found in imports(source) if found.local]
    breaches = [
        (source.path, found.line, found.module)
        for source, found in local
        if found.module.split(".")[0] not in ALLOWED
    ]
    assert breaches == []
