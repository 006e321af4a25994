"""Take pictures of the gallery, wide and narrow:  .venv/bin/python -m tests.look.pictures FOLDER [PAGE…]"""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

from werkzeug.serving import make_server

from tests.look.gallery import ERRORS, PAGES, create_gallery

CHROMIUM = [
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
]
WIDTHS = {"wide": "1280,2400", "narrow": "390,3600"}


def main(folder: Path, wanted: list[str]) -> None:
    """Serve the gallery and photograph its pages."""
    server = make_server("127.0.0.1", 0, create_gallery(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    folder.mkdir(parents=True, exist_ok=True)
    for page in wanted or [*PAGES, *(f"error/{code}" for code in ERRORS)]:
        for name, size in WIDTHS.items():
            picture = folder / f"{page.replace('/', '-')}-{name}.png"
            url = f"http://127.0.0.1:{server.server_port}/gallery/{page}"
            subprocess.run(
                [*CHROMIUM, f"--screenshot={picture}", f"--window-size={size}", url],
                check=True,
                capture_output=True,
            )
    server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
