"""Files of devices to import: the template's columns, most of them filled now and then, as a fleet's are."""

import random

HEADER = ["registrationId", "division", "status", "statusReason", "heldUntil", "pinnedHub", "labels", "note", "tags", "desired", "payload"]
HUB = "contoso-toasters-hub-1098.azure-devices.net"


def write(path, count, name, shuffled=False):
    """Writes a CSV of so many devices whose names start with `name`; in the order of the names unless it is shuffled."""
    numbers = list(range(count))
    if shuffled:
        random.Random(count).shuffle(numbers)
    with open(path, "w", encoding="ascii", newline="") as file:
        file.write(",".join(HEADER) + "\r\n")
        for number in numbers:
            status, reason = ("disabled", "recalled") if number % 100 == 7 else ("active", "")
            division = "toasters" if number % 2 else "heatpumps"
            desired = f'"{{""temperatureSetting"":""{number % 90}""}}"' if number % 4 == 0 else ""
            file.write(
                f"{name}{number:08d}-contoso,{division},{status},{reason},,{HUB if number % 50 == 0 else ''},"
                f"{'pilot|east' if number % 5 == 0 else ''},{f'floor {number % 50}' if number % 3 == 0 else ''},,{desired},\r\n")
    return path
