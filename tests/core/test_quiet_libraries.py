from __future__ import annotations

import os
import subprocess
import sys


def test_the_statistics_of_onnx_runtime_are_off_unless_someone_wants_them():
    def setting(**given: str) -> str:
        code = "import os, sketch2image; print(os.environ['ORT_DISABLE_TELEMETRY'])"
        clean = {name: os.environ[name] for name in os.environ if not name.startswith("ORT_")}
        command = [sys.executable, "-c", code]
        return subprocess.check_output(command, env=clean | given, text=True).strip()

    assert setting() == "1"
    assert setting(ORT_DISABLE_TELEMETRY="0") == "0"
