"""Who asks: devices by number, and the requests that DPS sends for them.

The device with the number 1234 is `room00001234-contoso-tstrsd-007`, or a heat pump's name for every fourth block of ten. Of ten numbers
the last is not registered: such a device is known by its suffix only. So a share of a tenth is decided by a rule, and all are answered 200.
The names sort as their numbers do.
"""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[1] / "EndToEnd"))
import captured  # noqa: E402 (after the path to it)

PREFIX = "room"
TOASTER_SUFFIX = "-contoso-tstrsd-007"
HEAT_PUMP_SUFFIX = "-contoso-hpsd-088"
# A name that neither the inventory nor a rule knows.
REFUSED_PREFIX, REFUSED_SUFFIX = "hall", "-fabrikam-ovens-007"

# The four bodies of DPS that the devices take turns with, the name in each, and the suffix to give it.
SHAPES = [
    (captured.TOASTER, "breakroom499-contoso-tstrsd-007", TOASTER_SUFFIX),
    (captured.HEAT_PUMP, "mainbuilding167-contoso-hpsd-088", HEAT_PUMP_SUFFIX),
    (captured.REREGISTRATION, "breakroom499-contoso-tstrsd-007", TOASTER_SUFFIX),
    (captured.INDIVIDUAL_TPM, "sn-007-888-abc-mac-a1-b2-c3-d4-e5-f6", TOASTER_SUFFIX),
]

# One registered and one unregistered device of each shape.
SAMPLES = [shape * 10 + last for shape in range(len(SHAPES)) for last in (0, 9)]


def numbers(devices):
    """How many numbers there must be for so many registered devices."""
    return -(-devices * 10 // 9)


def shape(number):
    return number // 10 % len(SHAPES)


def registration_id(number):
    return f"{PREFIX}{number:08d}{SHAPES[shape(number)][2]}"


def body(number):
    text, name, _ = SHAPES[shape(number)]
    return text.replace(name, registration_id(number)).encode("utf-8")


def request_parts(target, host, refused=False):
    """For each shape, a whole request in pieces; between two of them the eight digits of the number are missing."""
    parts = []
    for text, name, suffix in SHAPES:
        mark = f"{REFUSED_PREFIX}\0{REFUSED_SUFFIX}" if refused else f"{PREFIX}\0{suffix}"
        content = text.replace(name, mark)
        length = len(content.replace("\0", "00000000").encode("utf-8"))
        head = (
            f"POST {target} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json; charset=utf-8\r\n"
            f"Content-Length: {length}\r\n\r\n")
        parts.append((head + content).split("\0"))
    return parts
