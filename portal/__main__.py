import sys

from portal.cli import main

main(sys.argv[1:])
