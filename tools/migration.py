"""Write the step from the migrations' schema to the models: migration "add the stock board" [--area stock]."""
import argparse
import tempfile

from flask_migrate import migrate, upgrade

from portal import create_app


def main() -> None:
    parser = argparse.ArgumentParser(prog="python3 app.py migration", description=__doc__)
    parser.add_argument("words", help="what the change does; names the file")
    parser.add_argument("--area", help="only this area's tables")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(DEMO=True, SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/empty.db")
        with app.app_context():
            upgrade()
            migrate(message=arguments.words, x_arg=[f"area={arguments.area}"] if arguments.area else None)


main()
