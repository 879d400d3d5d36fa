"""Runner: does the jobs beside the server, `python -m portal.runner`. One is enough; several share the work.

With `--beside 7` it ends with process 7, which started it, even with one killed before the portal was imported here.
"""
import os
import signal
import sys
import time
from datetime import timedelta
from typing import Any

from flask import Flask, current_app
from sqlalchemy.exc import OperationalError

from portal import create_app, schema
from portal.core import file, job
from portal.core.clock import now
from portal.extensions import db
from portal.printing import printer

PAUSE = 1.0                                     # seconds between two looks at an empty queue
SWEEP = timedelta(hours=1)


class Runner:
    def __init__(self, app: Flask, *, parent: int | None = None) -> None:
        self.app, self.stopped, self.parent = app, False, parent

    def stop(self, *_signal: Any) -> None:
        """End after the step in hand; the job is offered to the next runner."""
        self.stopped = True

    def stopping(self) -> bool:
        return self.stopped or self.parent not in (None, os.getppid())

    def run(self) -> None:
        printer.warm()
        swept = None
        while not self.stopping():
            with self.app.app_context():
                if swept is None or now() - swept > SWEEP:
                    self.keep_house()
                    swept = now()
                busy = job.run_next(self.stopping)
                db.session.remove()
            if not busy:
                time.sleep(PAUSE)
        printer.close()


    @staticmethod
    def keep_house() -> None:
        """What nobody waits for: where a long import holds the database, an hour later will do."""
        try:
            file.sweep()
            schema.take_statistics()
        except OperationalError as error:
            current_app.logger.warning("Not swept this hour: %s", error.orig)


def main() -> None:
    beside = sys.argv[1:2] == ["--beside"]
    runner = Runner(create_app(), parent=int(sys.argv[2]) if beside else None)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, runner.stop)
    runner.run()


if __name__ == "__main__":
    main()
