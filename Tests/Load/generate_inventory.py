#!/usr/bin/env python3
"""Makes an inventory of any size: generate_inventory.py --devices N --data FOLDER

The databases are made by the program itself (migrate, seed); the devices are then written in the order of their names in one
transaction that is not synchronised, since a file that was not finished is of no use anyway. The key for asking is in FOLDER/webhook-key.
"""

import argparse
import pathlib
import sqlite3
import sys

sys.dont_write_bytecode = True

import population  # noqa: E402
from allocator import SEED, run_program  # noqa: E402

# The n-th registered device has the number n + n / 9: of ten numbers the last is left out.
DEVICES = """
WITH RECURSIVE counted (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM counted WHERE n + 1 < :devices),
     numbered (number) AS (SELECT n + n / 9 FROM counted)
INSERT INTO devices (registration_id, division_id, created_at, updated_at, updated_by)
SELECT :prefix || substr('0000000' || number, -8) || iif(number / 10 % 4 = 1, :heat_pump, :toaster),
       iif(number / 10 % 4 = 1, :heat_pumps, :toasters), :now, :now, 'load'
  FROM numbered
"""
NOW = 1_700_000_000_000


def make(folder, devices):
    """Sets a data folder up with so many devices and those of the seed; gives the key."""
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    run_program("migrate", "--data", folder)
    run_program("seed", "--from", SEED, "--data", folder)
    key = run_program("keys", "create", "--role", "webhook", "--name", "load", "--data", folder)
    (folder / "webhook-key").write_text(key + "\n")
    fill(folder / "inventory.sqlite", devices)
    return key


def fill(inventory, devices):
    """Adds the devices to a migrated and seeded inventory that has none of them."""
    connection = sqlite3.connect(inventory, isolation_level=None)
    try:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA journal_mode = OFF")
        divisions = dict(connection.execute("SELECT name, division_id FROM divisions"))
        connection.execute("BEGIN")
        connection.execute(DEVICES, {
            "devices": devices, "now": NOW, "prefix": population.PREFIX,
            "toaster": population.TOASTER_SUFFIX, "heat_pump": population.HEAT_PUMP_SUFFIX,
            "toasters": divisions["toasters"], "heat_pumps": divisions["heatpumps"]})
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--devices", type=int, required=True)
    parser.add_argument("--data", required=True)
    arguments = parser.parse_args()
    make(arguments.data, arguments.devices)


if __name__ == "__main__":
    main()
