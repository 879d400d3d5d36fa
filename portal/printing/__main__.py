"""The process that renders: `python -m portal.printing`, fed by printer.py through stdin and stdout."""
from .worker import serve

if __name__ == "__main__":
    serve()
