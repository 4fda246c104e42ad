"""The article's function, told over in python from its C# text, independently of the service.

It departs from the C# only where the design says so: a suffix is a suffix and not anywhere in the name, case does not matter, an
empty registration ID counts as missing, and a missing `linkedHubs` is answered and not a fault of the function.
"""


def run(data):
    """Status, and the text or the object of the answer."""
    registration_id = (data.get("deviceRuntimeContext") or {}).get("registrationId")
    answer = {"iotHubHostName": None}
    if registration_id is None or registration_id == "":
        return 400, "Registration ID not provided for the device."
    hubs = data.get("linkedHubs")
    if hubs is None:
        return 400, "No hub group defined for the enrollment."
    if registration_id.lower().endswith("-contoso-tstrsd-007"):
        for hub in hubs:
            if "-toasters-" in hub.lower():
                answer["iotHubHostName"] = hub
        if answer["iotHubHostName"] is None:
            return 400, "No toasters hub found for the enrollment."
        tags = {"deviceType": "toaster"}
        desired = {"state": "ready", "darknessSetting": "medium"}
    elif registration_id.lower().endswith("-contoso-hpsd-088"):
        for hub in hubs:
            if "-heatpumps-" in hub.lower():
                answer["iotHubHostName"] = hub
        if answer["iotHubHostName"] is None:
            return 400, "No heat pumps hub found for the enrollment."
        tags = {"deviceType": "heatpump"}
        desired = {"state": "on", "temperatureSetting": "65"}
    else:
        return 400, "Unrecognized device registration."
    answer["initialTwin"] = {"properties": {"desired": desired}, "tags": tags}
    return 200, answer


SUFFIXES = ["-contoso-tstrsd-007", "-contoso-hpsd-088"]
ALPHABET = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._:"


def registration_id(random):
    """A name that no inventory has: mostly one that a rule matches, or nearly matches."""
    name = "g" + "".join(random.choices(ALPHABET, k=random.randint(1, 40)))
    suffix = random.choice(SUFFIXES)
    if random.random() < 0.3:
        suffix = "".join(random.choice((letter.lower(), letter.upper())) for letter in suffix)
    form = random.randrange(10)
    if form < 6:
        return name + suffix
    nearly = [
        suffix + "-" + name + "x",
        name + suffix + random.choice(["x", "-", "0", random.choice(SUFFIXES)]),
        name + suffix[1:],
        name + suffix[:-1],
        name.rstrip("._:") + "x",
        suffix,
        suffix[1:],
        name[:3] + suffix.replace("-contoso", "-fabrikam"),
    ]
    return random.choice(nearly)[:128]


def linked_hubs(random):
    """At most one hub for each division, among hubs of neither."""
    hubs = [f"contoso-{word}-hub-{random.randrange(99)}.azure-devices.net" for word in random.choices(
        ["ovens", "toaster", "heatpump", "heat-pumps", "toastersandmore"], k=random.randrange(4))]
    if random.random() < 0.1:
        both = random.choice(["toasters-heatpumps", "toasters-and-heatpumps"])
        hubs.append(f"all-{both}-{random.randrange(99)}.azure-devices.net")
    else:
        for division in ("toasters", "heatpumps"):
            if random.random() < 0.8:
                hub = f"contoso-{division}-hub-{random.randrange(9_999)}.azure-devices.net"
                hubs.append(hub.upper() if random.random() < 0.1 else hub)
    random.shuffle(hubs)
    return hubs


def request(random):
    """A request as DPS could send it, and now and then one that lacks something."""
    context = {"registrationId": registration_id(random)}
    body = {"deviceRuntimeContext": context, "linkedHubs": linked_hubs(random)}
    if random.random() < 0.5:
        context[random.choice(["symmetricKey", "x509", "tpm"])] = random.choice([{}, {"storageRootKey": "AToA"}])
    if random.random() < 0.3:
        hub = random.choice([*body["linkedHubs"], "elsewhere-toasters-hub.azure-devices.net"])
        context |= {"currentIotHubHostName": hub, "currentDeviceId": context["registrationId"]}
    if random.random() < 0.3:
        context["payload"] = {"version": random.randrange(99), "parts": [None, True, {"registrationId": "sn-0042"}]}
    if random.random() < 0.6:
        body["enrollmentGroup"] = {"enrollmentGroupId": "group-" + str(random.randrange(5)), "etag": "\"0\"", "iotHubs": []}
    elif random.random() < 0.5:
        body["individualEnrollment"] = {"registrationId": context["registrationId"], "attestation": {"type": "tpm"}}
    lack = random.randrange(40)
    if lack == 0:
        body["deviceRuntimeContext"] = random.choice([None, {}])
    elif lack == 1:
        del body["deviceRuntimeContext"]
    elif lack == 2:
        context["registrationId"] = random.choice([None, ""])
    elif lack == 3:
        body["linkedHubs"] = None
    elif lack == 4:
        del body["linkedHubs"]
    elif lack == 5:
        body["linkedHubs"] = []
    members = list(body.items())
    random.shuffle(members)
    return dict(members)
