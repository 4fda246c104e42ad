"""Files of devices to import, and databases to import them into."""

from service import SEED, DataFolder

HEADER = "registrationId,division,note\n"


def lines(count, prefix="sn"):
    return HEADER + "".join(f"{prefix}-{number:06d},{'toasters' if number % 2 else 'heatpumps'},\n" for number in range(count))


def seeded_folder(test):
    """Databases with the article's divisions, removed with the test."""
    folder = DataFolder()
    test.addCleanup(folder.remove)
    for words in (["migrate"], ["seed", "--from", SEED]):
        done = folder.run(*words)
        test.assertEqual(done.returncode, 0, done.stderr)
    return folder
