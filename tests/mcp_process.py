"""`songreel mcp` with a fake engine: python mcp_process.py DATA ROOT. FAKE_ENGINE holds the engine's command as JSON."""

import json
import os
import sys
from pathlib import Path

from songreel_server.faces.mcp.stdio import LocalDesk, build_local
from songreel_server.jobs.engine_child import Engine
from songreel_server.logs import log_as_json
from songreel_server.settings import Settings

if __name__ == "__main__":
    log_as_json("warning")
    data = Path(sys.argv[1])
    data.mkdir(exist_ok=True)
    (data / "pid").write_text(str(os.getpid()))
    engine = Engine(command=tuple(json.loads(os.environ["FAKE_ENGINE"])))
    build_local(LocalDesk(Settings(data=data), [Path(sys.argv[2])], engine=engine)).run("stdio")
