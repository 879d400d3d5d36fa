"""The portal's commands: `python3 app.py COMMAND`. Without one it serves; Flask's `db` commands are here too."""
import ast
import os
import runpy
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime
from threading import Thread

import click
from flask import current_app
from flask.cli import FlaskGroup, with_appcontext
from sqlalchemy import exists, select

from portal import create_app, schema, server
from portal.admin.actions import beginning
from portal.config import ROOT, NotConfigured
from portal.core.action import Refused
from portal.demo import fill
from portal.extensions import db
from portal.org.models import Store
from portal.printing import printer
from portal.signin import passwords
from portal.translations import compile_all

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def main(arguments: Sequence[str]) -> None:
    """Run a command. Without a database of its own the portal is the demo store."""
    if not os.environ.get("PORTAL_DATABASE_URL"):
        os.environ.setdefault("PORTAL_DEMO", "1")
    compile_all()
    only_options = not arguments or arguments[0].startswith("-") and arguments[0] != "--help"
    try:
        portal.main(args=["serve", *arguments] if only_options else list(arguments), prog_name="python3 app.py")
    except NotConfigured as error:
        sys.exit(str(error))


portal = FlaskGroup(name="portal", create_app=create_app, add_default_commands=False, add_version_option=False,
                    load_dotenv=False, set_debug_flag=False, help=__doc__)


@portal.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=5000, show_default=True)
@with_appcontext
def serve(host: str, port: int) -> None:
    """Serve the portal, with the job runner beside it (also: no command at all)."""
    demo = current_app.config["DEMO"]
    if demo:
        schema.upgrade()
        _fill_the_demo_store()
    elif not schema.is_current():
        sys.exit("The database is not at this version's schema. Run: python3 app.py db upgrade")
    if demo and host not in LOOPBACK:
        click.echo(f"Warning: whoever reaches {host} can sign in, for the demo store's passwords are public.", err=True)

    def ready() -> None:
        click.echo(f"The portal is at http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"
                   + (" (demo store; the accounts are on the sign-in page)" if demo else ""))
        Thread(target=_warm_up_printing, daemon=True).start()
    db.session.remove()
    try:
        with server.beside(sys.executable, "-m", "portal.runner", "--beside", str(os.getpid())):
            server.serve(current_app.wsgi_app, host, port, current_app.config["TRUSTED_PROXY"], ready)
    except OSError as error:
        sys.exit(f"Cannot listen on {host}:{port}: {error.strerror}. Try another one with --port.")


def _warm_up_printing() -> None:
    """Load the process that makes PDFs before the first sheet is asked for; say so where this machine cannot."""
    if missing := printer.missing():
        click.echo(f"No PDFs on this machine; print pages offer the browser's own printing. {missing}", err=True)


@portal.command()
@click.option("--code", prompt="Code of the first store, short, such as A")
@click.option("--store", prompt="Its name")
@click.option("--name", prompt="Name of the first administrator")
@click.option("--account", prompt="Account to sign in with", default="admin")
@with_appcontext
def init(code: str, store: str, name: str, account: str) -> None:
    """Create the database with the first store and administrator, whose first password is shown once."""
    if current_app.config["DEMO"]:
        sys.exit("Say first where the database is to be: PORTAL_DATABASE_URL=sqlite:////srv/portal/portal.db "
                 "or mysql://user:password@host/portal; and PORTAL_SECRET_KEY.")
    schema.create_database()
    schema.upgrade()
    password = passwords.random_password()
    try:
        beginning.begin(by=beginning.the_portal(), code=code, store=store, name=name, account=account,
                        hashed=passwords.hash_of(password))
    except Refused as refused:
        sys.exit(refused.message)
    click.echo(f"Sign in as {account} with {password} within 72 hours; it is shown only here.")


@portal.command()
@click.option("--size", type=click.Choice(list(fill.SIZES)), default="demo", show_default=True,
              help="five-years: one store of 50,000 customers, for the bench")
@click.option("--seed", default=1, show_default=True, help="another one tells other lives")
@click.option("--day", type=click.DateTime(["%Y-%m-%d"]), help="the day it is filled up to; today by itself")
@with_appcontext
def demo(size: str, seed: int, day: datetime | None) -> None:
    """Fill an empty database with the demo group; the same seed and day give the same one."""
    schema.upgrade()
    if db.session.scalar(select(exists().select_from(Store))):
        sys.exit("This database has stores already; the demo group goes into an empty one.")
    fill.fill(size=size, seed=seed, today=day.date() if day else None, say=click.echo)


def _fill_the_demo_store() -> None:
    if fill.is_filled():
        return
    if db.session.scalar(select(exists().select_from(Store))):
        sys.exit("The demo store was not filled to its end. Delete instance/demo.db and start again.")
    click.echo("Filling the demo store, which takes about a minute …")
    if subprocess.call([sys.executable, "-m", "portal", "demo"]):
        sys.exit("The demo store could not be filled.")


def _module(name: str, module: str, words: str) -> click.Command:
    """A command that runs a module, which reads its own arguments."""
    def run(arguments: Sequence[str]) -> None:
        sys.argv[1:] = arguments
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    return click.Command(name, callback=run, help=words, add_help_option=False,
                         params=[click.Argument(["arguments"], nargs=-1, type=click.UNPROCESSED)],
                         context_settings={"ignore_unknown_options": True})


for path in (ROOT / "tools").glob("[!_]*.py"):
    portal.add_command(_module(path.stem, f"tools.{path.stem}",
                               ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""))
portal.add_command(_module("translations", "portal.translations",
                           "Take new texts into the catalogues, drop those gone, compile, name what has no Chinese."))
