"""Every place of the console that looks different, by a name for its picture."""

from console_test_case import LONG


def places_of(case):
    """Pairs of name and address, with what the case's service has."""
    refused, assigned = (
        case.api("GET", f"/api/assignments?registrationId={device}")["assignments"][0]["id"]
        for device in ("stray-1", "kitchen-0000"))
    applied = case.api("GET", "/api/imports")["plans"][0]["id"]
    change = case.api("GET", "/api/changes?kind=device")["changes"][0]["id"]
    return {
        "overview": "#/overview",
        "history": "#/history",
        "history-nothing": "#/history?registrationId=nobody",
        "decision-assigned": f"#/history/{assigned}",
        "decision-refused": f"#/history/{refused}",
        "devices": "#/devices",
        "device": "#/devices/kitchen-0000",
        "device-long": f"#/devices/{LONG}",
        "device-unknown": "#/devices/nobody",
        "imports": "#/imports",
        "import": f"#/imports/{applied}",
        "unmatched": "#/unmatched",
        "unmatched-group": "#/unmatched?suffix=-lamp-%23",
        "policy": "#/policy",
        "policy-tried": "#/policy?try=kitchen-0000",
        "changes": "#/changes",
        "change-sets": "#/changes?view=sets",
        "change": f"#/changes/{change}",
        "keys": "#/keys",
        "nowhere": "#/nowhere",
    }
