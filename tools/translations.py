"""Take new texts into the catalogues, drop those gone, compile; then name what has no Chinese yet."""
import sys

from portal.translations import check, compile_all, update

print("changed: " + (", ".join(update()) or "nothing"))
compile_all()
faults = check.faults()
print("\n".join(faults) or "translations: complete")
sys.exit(bool(faults))
