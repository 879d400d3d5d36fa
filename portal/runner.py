"""Runner: does the jobs beside the server, `python -m portal.runner`. One is enough; several share the work.

With `--beside` it ends with the process that started it, even one that was killed.
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
    def __init__(self, app: Flask, *, beside: bool = False) -> None:
        self.app, self.stopped, self.parent = app, False, os.getppid() if beside else None

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
    runner = Runner(create_app(), beside="--beside" in sys.argv)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, runner.stop)
    runner.run()


if __name__ == "__main__":
    main()
