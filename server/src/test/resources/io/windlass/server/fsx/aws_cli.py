"""Runs commands of the installed AWS CLI one after the other, without starting it anew for each.

Each line of the standard input is {"arguments": [...], "environment": {...}}; each line of the
standard output is {"code": ..., "out": ..., "err": ...}."""
import contextlib
import io
import json
import os
import sys

import awscli.clidriver

answers = sys.stdout
for line in sys.stdin:
    command = json.loads(line)
    os.environ.update(command["environment"])
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = awscli.clidriver.create_clidriver().main(command["arguments"])
        except SystemExit as end:
            code = end.code
    answers.write(json.dumps({"code": code, "out": out.getvalue(), "err": err.getvalue()}) + "\n")
    answers.flush()
