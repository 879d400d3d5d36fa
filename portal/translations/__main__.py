"""translations [update [area …] | compile | check]: without a word all three."""
import sys

from . import check, compile_all, update


def main() -> int:
    match sys.argv[1:]:
        case ["update", *chosen]:
            print("changed: " + (", ".join(update(chosen)) or "nothing"))
        case ["compile"]:
            compile_all()
        case ["check"]:
            return _check()
        case []:
            print("changed: " + (", ".join(update()) or "nothing"))
            compile_all()
            return _check()
        case _:
            print(__doc__)
            return 2
    return 0


def _check() -> int:
    faults = check.faults()
    print("\n".join(faults) or "translations: complete")
    return 1 if faults else 0


raise SystemExit(main())
