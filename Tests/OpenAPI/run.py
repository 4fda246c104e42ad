#!/usr/bin/env python3
"""Holds the running service to its own openapi.json, with a key of each role: prints a line for each check, and ends with
"N passed, N failed"; status 1 when anything failed.

What schemathesis makes up must be answered with a documented status and body, never with 5xx, and refused where the document
does not allow it. The seed is fixed. `make openapi` runs this; .ci/prepare-api installs what it needs.
"""

import json
import os
import pathlib
import re
import subprocess
import sys
import time

sys.dont_write_bytecode = True
FOLDER = pathlib.Path(__file__).resolve().parent
REPOSITORY = FOLDER.parents[1]
sys.path.insert(0, str(REPOSITORY / "Tests/EndToEnd"))

from service import PLAIN_TEXT, Service, request_body  # noqa: E402

TOOLS = REPOSITORY / ".build-api/bin"
DOCUMENT = REPOSITORY / "Sources/COpenAPI/openapi.json"
SEED = "20270131"
# Seconds that one run of schemathesis may take; with EXAMPLES for each operation it takes far fewer.
LIMIT = 240
EXAMPLES = {"webhook": 4, "fleet": 18, "auditor": 8, "admin": 18}
# DPS gives up for good at these: what it sent cannot be decided upon.
MALFORMED = [
    b"", b"{", b"[]", b"null", b"\xff\xfe", b'"x"', b"{}x", b'{"linkedHubs":7}', b'{"linkedHubs":[7]}',
    b'{"deviceRuntimeContext":[]}', b'{"deviceRuntimeContext":{"registrationId":7}}',
    b'{"deviceRuntimeContext":{"registrationId":"a b"}}', b'{"deviceRuntimeContext":{"registrationId":"a\\u0000"}}',
    b'{"deviceRuntimeContext":{"registrationId":"\\ud800"}}', b"[" * 5000 + b"]" * 5000,
    json.dumps(request_body("x" * 129)).encode(),
]


def run(*words, folder):
    """Runs a tool to its end, where it may leave files; gives whether it was content, and what it printed."""
    environment = {
        **os.environ, "HOME": folder, "PYTHONDONTWRITEBYTECODE": "1", "SCHEMATHESIS_HOOKS": str(FOLDER / "hooks.py")}
    try:
        result = subprocess.run(
            [str(TOOLS / words[0]), *words[1:]], capture_output=True, text=True, timeout=LIMIT, cwd=folder, env=environment)
    except subprocess.TimeoutExpired:
        return False, f"not within {LIMIT} s"
    return result.returncode == 0, result.stdout + result.stderr


def schemathesis(service, role, *words, header="Authorization: Bearer {}", examples=None):
    """Asks as the holder of a role's key; gives a fault or None, and how much was asked."""
    done, output = run(
        "schemathesis", "--config-file", str(FOLDER / "schemathesis.toml"), "run", str(DOCUMENT),
        "--url", f"http://{service.host}:{service.port}", "--phases", "examples,coverage,fuzzing,stateful", "--seed", SEED,
        "--no-shrink", "--max-examples", str(examples or EXAMPLES[role]), "--request-timeout", "10", "--continue-on-failure",
        "--generation-database", "none", "--warnings", "off", "--no-color", "--header", header.format(service.keys[role]),
        *words, folder=service.folder)
    asked = re.search(r"(\d+) generated", output)
    return None if done else output, f"{asked[1] if asked else 'no'} requests"


def operations():
    """Path, method and description of each operation that asks for a bearer's key."""
    for path, item in json.loads(DOCUMENT.read_text("utf-8"))["paths"].items():
        for method, operation in item.items():
            if method != "parameters" and any("bearer" in scheme for scheme in operation["security"]):
                yield path, method.upper(), operation


def check_roles(service):
    """Each key opens what the document says, and nothing else."""
    faults = []
    count = 0
    for path, method, operation in operations():
        path = re.sub(r"\{[^}]*\}", "nothing-7", path)
        for role, key in service.keys.items():
            answer = service.ask(method, path, fields={"authorization": f"Bearer {key}"})
            opens = role in operation["security"][0]["bearer"]
            if (answer.status not in (401, 403)) != opens or answer.status >= 500:
                faults.append(f"{method} {path} as {role}: {answer}")
            count += 1
    return "\n".join(faults) or None, f"{count} requests"


def check_malformed(service):
    """No malformed body is a reason for DPS to come again."""
    faults = []
    for body in MALFORMED:
        answer = service.allocate(body)
        if (answer.status, answer.content_type) != (400, PLAIN_TEXT):
            faults.append(f"{body[:60]!r}: {answer}")
    return "\n".join(faults) or None, f"{len(MALFORMED)} requests"


def check_document(service):
    """It is valid, and the one that is served."""
    valid, output = run("openapi-spec-validator", str(DOCUMENT), folder=service.folder)
    if not valid:
        return output, "invalid"
    answer = service.ask("GET", "/openapi.json", fields={"authorization": f"Bearer {service.keys['auditor']}"})
    if answer.body != DOCUMENT.read_bytes():
        return f"another one is served: {answer}", "differs"
    return None, "valid OpenAPI"


def check_key(service, role):
    """What was asked was asked with a key that was good to the end."""
    if role == "webhook":
        answer = service.allocate(request_body("breakroom499-contoso-tstrsd-007"))
    else:
        answer = service.ask("GET", "/openapi.json", fields={"authorization": f"Bearer {service.keys[role]}"})
    return None if answer.status in (200, 400) else f"the key is no longer good: {answer}"


def role_run(service, role):
    """All operations but those by which an admin would revoke the key of this very run."""
    fault, what = schemathesis(service, role, "--exclude-operation-id", "allocate", "--exclude-operation-id", "revokeKey")
    return fault or check_key(service, role), what


def allocate_run(service, role):
    fault, what = schemathesis(
        service, role, "--include-operation-id", "allocate", header="x-functions-key: {}", examples=200)
    return fault or check_key(service, role), what


def main():
    checks = [
        ("the document", check_document), ("who may do what", check_roles), ("malformed requests of DPS", check_malformed),
        ("DPS", lambda service: allocate_run(service, "webhook")),
        *((role, lambda service, role=role: role_run(service, role)) for role in EXAMPLES),
        ("admin, revoking", lambda service: schemathesis(service, "admin", "--include-operation-id", "revokeKey")),
    ]
    failed = 0
    for name, check in checks:
        begun = time.monotonic()
        # Data of its own for each: what one makes, renames or takes away must not decide what another finds.
        with Service() as service:
            fault, what = check(service)
        print(f"{name}: {'failed' if fault else 'ok'}, {what}, {time.monotonic() - begun:.1f} s", flush=True)
        if fault:
            failed += 1
            print(fault, flush=True)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
