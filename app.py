"""The portal.

    python3 app.py                  prepare everything and serve the demo store on http://127.0.0.1:5000
    python3 app.py test             prepare everything and pass the tests
    python3 app.py --help           all other commands

A WSGI server takes the object `app` from here; nothing is prepared then.
"""
import sys

if __name__ != "__main__":
    from portal import create_app

    app = create_app()
elif sys.version_info < (3, 11):
    sys.exit("The portal needs Python 3.11 or newer; this is %s." % sys.version.split()[0])
else:
    import prepare

    prepare.enter(sys.argv[1:])             # comes back only inside .venv, with everything in place
    from portal.cli import main

    main(sys.argv[1:])
