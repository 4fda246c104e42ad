"""Makes decisions of every kind, and tells which of them a filter means."""

import concurrent.futures

from service import HEAT_PUMPS_HUB, HUBS, TOASTERS_HUB, request_body

# Each leaves one row; what a filter of the API means by it is looked for in the row's own JSON.
REQUESTS = [
    request_body("breakroom499-contoso-tstrsd-007", symmetricKey={}),
    {**request_body("breakroom499-contoso-tstrsd-007", x509={}, currentIotHubHostName=HEAT_PUMPS_HUB),
     "enrollmentGroup": {"enrollmentGroupId": "spring"}},
    request_body("SN-0042", currentIotHubHostName=TOASTERS_HUB),
    {**request_body("unknown-1", tpm={}), "individualEnrollment": {"registrationId": "unknown-1"}},
    {"linkedHubs": HUBS},
    {"deviceRuntimeContext": {"registrationId": "sn-0042"}},
    request_body("a-contoso-hpsd-088", hubs=[TOASTERS_HUB]),
    request_body("sn-0060"),
    {**request_body("unknown-2"), "enrollmentGroup": {"enrollmentGroupId": "=two\nlines; \"quoted\", ünï"}},
]

# The query of the API, the words of the command line, and what is meant.
FILTERS = [
    ("", [], lambda row: True),
    ("registrationId=sn-0042", ["--registration-id", "sn-0042"], lambda row: row.get("registrationId", "").lower() == "sn-0042"),
    ("registrationIdPrefix=Unknown-", ["--registration-id-prefix", "Unknown-"],
     lambda row: row.get("registrationId", "").startswith("unknown-")),
    (f"hub={TOASTERS_HUB.upper()}", ["--hub", TOASTERS_HUB.upper()], lambda row: row.get("hub") == TOASTERS_HUB),
    (f"previousHub={HEAT_PUMPS_HUB}", ["--previous-hub", HEAT_PUMPS_HUB], lambda row: row.get("previousHub") == HEAT_PUMPS_HUB),
    ("changesHub=true", ["--changes-hub"], lambda row: row.get("previousHub") and row.get("hub") and row["previousHub"] != row["hub"]),
    ("division=Toasters", ["--division", "Toasters"], lambda row: row.get("division") == "toasters"),
    ("outcome=rejected", ["--outcome", "rejected"], lambda row: row["outcome"] == "rejected"),
    ("reason=unrecognizedDevice", ["--reason", "unrecognizedDevice"], lambda row: row["reason"] == "unrecognizedDevice"),
    ("source=inventory", ["--source", "inventory"], lambda row: row["source"] == "inventory"),
    ("rule=1", ["--rule", "1"], lambda row: row.get("ruleId") == 1),
    ("enrollment=SPRING", ["--enrollment", "SPRING"], lambda row: row.get("enrollment", {}).get("id") == "spring"),
    ("attestation=tpm", ["--attestation", "tpm"], lambda row: row.get("attestation") == "tpm"),
    ("outcome=assigned&source=rule&division=toasters", ["--outcome", "assigned", "--source", "rule", "--division", "toasters"],
     lambda row: row["outcome"] == "assigned" and row["source"] == "rule" and row["division"] == "toasters"),
    ("until=2020-01-01T00:00:00Z", ["--until", "2020-01-01T00:00:00Z"], lambda row: False),
]


def decide(service, times=1, threads=4):
    """Has each of the requests decided so many times; returns how many decisions that makes."""
    def ask(_):
        client = service.client()
        for _ in range(times // threads or 1):
            for request in REQUESTS:
                assert service.allocate(request, client).status in (200, 400, 403)
        client.close()

    with concurrent.futures.ThreadPoolExecutor(threads) as workers:
        list(workers.map(ask, range(min(threads, times))))
    return min(threads, times) * (times // threads or 1) * len(REQUESTS)
