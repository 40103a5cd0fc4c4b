"""Holds a 360Giving package against the published schemas: check_360giving.py FOLDER_OF_SCHEMAS FILE"""
import json
import pathlib
import sys

import jsonschema

folder, file = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
package = json.loads((folder / "360-giving-package-schema.json").read_text())
grant = json.loads((folder / "360-giving-schema.json").read_text())
# The package names the grant's schema by its address: it lies beside it here.
package["properties"]["grants"]["items"] = grant
for name in ("definitions", "$defs"):
    if name in grant:
        package[name] = grant[name]
checker = jsonschema.Draft202012Validator(package) if hasattr(jsonschema, "Draft202012Validator") else jsonschema.Draft7Validator(package)
faults = sorted(checker.iter_errors(json.loads(file.read_text())), key=str)
for fault in faults[:20]:
    print("/".join(map(str, fault.absolute_path)), fault.message)
sys.exit(1 if faults else 0)
