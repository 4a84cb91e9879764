"""Pin requirements.in, requirements-dev.in and requirements-node.in with hashes and without a host's name."""

import subprocess
import sys
from pathlib import Path

OPTIONS = "--universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url --no-annotate --quiet"
LOCKS = {"requirements.lock": "requirements-dev.in", "requirements-node.lock": "requirements-node.in"}


def main() -> int:
    """Write the lock files, each kept as it is where it still fits."""
    uv = Path(sys.executable).with_name("uv")
    if not uv.exists():  # 60 MB that only this step needs
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", "uv"], check=True)
    for lock, source in LOCKS.items():
        code = subprocess.run([uv, "pip", "compile", *OPTIONS.split(), "-o", lock, source], check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
