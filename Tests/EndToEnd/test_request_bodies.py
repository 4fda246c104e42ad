"""Bodies as DPS, and whoever is not DPS, may write them."""

import json
import unittest

import databases
from service import HUBS, PLAIN_TEXT, TOASTER_TWIN, TOASTERS_HUB, request_body
from service_test_case import ServiceTestCase

LARGEST_BODY = 128 * 1024
HUB_LIST = json.dumps(HUBS)
MISSING = "Registration ID not provided for the device."


def padded(size, registration_id="sn-0042"):
    """A body of exactly so many bytes."""
    body = json.dumps({**request_body(registration_id), "padding": ""})
    return body[:-2] + "x" * (size - len(body)) + body[-2:]


class RequestBodies(ServiceTestCase):
    def assert_toaster(self, body):
        self.assert_assigned(self.service.allocate(body), TOASTERS_HUB, TOASTER_TWIN)

    def test_members_may_come_in_any_order(self):
        self.assert_toaster(f'{{"linkedHubs":{HUB_LIST},"deviceRuntimeContext":{{"symmetricKey":{{}},"registrationId":"sn-0042"}}}}')
        self.assert_toaster(f'{{"deviceRuntimeContext":{{"registrationId":"sn-0042","payload":{{}}}},"linkedHubs":{HUB_LIST}}}')

    def test_of_members_with_the_same_name_the_last_one_counts(self):
        context = '"deviceRuntimeContext":{"registrationId":"sn-0042"}'
        self.assert_toaster(
            f'{{"deviceRuntimeContext":{{"registrationId":"sn-0043"}},"linkedHubs":[],{context},"linkedHubs":{HUB_LIST}}}')
        self.assert_toaster(
            f'{{"deviceRuntimeContext":{{"registrationId":"sn-0043","registrationId":"sn-0042"}},"linkedHubs":{HUB_LIST}}}')
        self.assert_toaster(f'{{"deviceRuntimeContext":7,"linkedHubs":"no",{context},"linkedHubs":{HUB_LIST}}}')

    def test_a_last_null_takes_away_what_came_before(self):
        answer = self.service.allocate(
            f'{{"deviceRuntimeContext":{{"registrationId":"sn-0042","registrationId":null}},"linkedHubs":{HUB_LIST}}}')
        self.assert_rejected(answer, 400, MISSING)
        answer = self.service.allocate(
            f'{{"deviceRuntimeContext":{{"registrationId":"sn-0042"}},"linkedHubs":{HUB_LIST},"deviceRuntimeContext":{{}}}}')
        self.assert_rejected(answer, 400, MISSING)

    def test_every_other_member_may_be_null(self):
        body = request_body(
            "sn-0042", currentIotHubHostName=None, currentDeviceId=None, x509=None, symmetricKey=None, tpm=None, payload=None)
        self.assert_toaster({**body, "enrollmentGroup": None, "individualEnrollment": None})

    def test_every_other_member_may_be_of_another_type(self):
        for value in (7, -1.5e300, "text", True, [], [1, [2]], {"a": {"b": [None]}}):
            with self.subTest(value=value):
                body = request_body(
                    "sn-0042", currentIotHubHostName=value if value != "text" else 8, currentDeviceId=value, x509=value,
                    symmetricKey=value, tpm=value, payload=value)
                self.assert_toaster({**body, "enrollmentGroup": value, "individualEnrollment": value})
                self.assert_toaster({**body, "enrollmentGroup": {"enrollmentGroupId": value if value != "text" else 8}})

    def test_unknown_members_are_passed_over(self):
        self.assert_toaster({
            "apiVersion": "2031-01-01", "new": {"registrationId": "sn-0043", "linkedHubs": []}, **request_body("sn-0042"),
            "deviceRuntimeContext": {"hsm": {"registrationId": "sn-0043"}, "registrationId": "sn-0042", "chain": [1, 2]},
            "registrationId": "sn-0043"})

    def test_member_names_are_compared_with_case(self):
        answer = self.service.allocate({"DeviceRuntimeContext": {"registrationId": "sn-0042"}, "linkedHubs": HUBS})
        self.assert_rejected(answer, 400, MISSING)

    def test_the_current_hub_is_found_in_all_its_spellings(self):
        hubs = [f"{name}-toasters-hub.azure-devices.net" for name in ("a", "b", "c", "d")]
        for name in ("currentIotHubHostName", "currentIoTHubHostName", "currentIoTHubHostname"):
            for hub in hubs:
                self.assert_assigned(self.service.allocate(request_body("sn-0042", hubs, **{name: hub})), hub, TOASTER_TWIN)

    def test_a_byte_order_mark_is_passed_over(self):
        self.assert_toaster(b"\xef\xbb\xbf" + json.dumps(request_body("sn-0042")).encode())

    def test_white_space_may_surround_everything(self):
        self.assert_toaster("\r\n\t " + json.dumps(request_body("sn-0042"), indent=8) + " \n\n")

    def test_names_and_values_may_be_escaped(self):
        self.assert_toaster(
            r'{"\u0064eviceRuntimeContext":{"registration\u0049d":"\u0073\u006E\u002d\u0030042"},'
            r'"linked\u0048ubs":["contoso-toasters-hub-1098.azure\u002Ddevices.net"]}')

    def test_text_of_any_language_may_stand_in_what_is_not_needed(self):
        enrollment = {"enrollmentGroupId": "Küche \U0001f35e\u0000\n\"\\/"}
        for ascii_only in (True, False):
            body = json.dumps(
                {**request_body("sn-0042", payload={"é\U0001f525": "\u2028"}), "enrollmentGroup": enrollment},
                ensure_ascii=ascii_only)
            answer = self.service.allocate(body)
            self.assert_assigned(answer, TOASTERS_HUB, TOASTER_TWIN)
            row, = databases.history(self.service.history, answer.request_id)
            self.assertEqual(row["enrollment"], enrollment["enrollmentGroupId"])

    def test_a_lone_surrogate_is_no_text_wherever_it_stands(self):
        answer = self.service.allocate(json.dumps(request_body("sn-0042", payload={"name": "\ud83d"})))
        self.assertEqual(answer.status, 400)
        self.assertIn("a surrogate is escaped without its other half", answer.text)

    def test_a_body_of_96_kilobytes_is_read(self):
        self.assert_toaster(padded(96 * 1024))
        payload = {f"member{number}": [number, "text", None, {"deep": True}] for number in range(1_500)}
        body = json.dumps(request_body("sn-0042", payload=payload))
        self.assertGreater(len(body), 64 * 1024)
        self.assert_toaster(body)

    def test_a_body_of_the_largest_size_is_read_and_one_more_byte_is_413(self):
        self.assert_toaster(padded(LARGEST_BODY))
        answer = self.service.allocate(padded(LARGEST_BODY + 1))
        self.assertEqual((answer.status, answer.content_type), (413, PLAIN_TEXT), answer)

    def test_a_registration_id_may_have_128_characters_of_all_allowed_kinds(self):
        for registration_id in ("x" * 128, "Az09-._:Az09-", "-", "a", ".:_a"):
            answer = self.service.allocate(request_body(registration_id))
            self.assert_rejected(answer, 400, "Unrecognized device registration.")

    def test_a_registration_id_that_breaks_the_rules_is_malformed(self):
        for registration_id in ("x" * 129, "a b", "a/b", "kühlschrank", "a\u0000", "ends.", "ends_", "ends:", "\U0001f35e", " "):
            with self.subTest(registration_id=registration_id):
                answer = self.service.allocate(request_body(registration_id))
                self.assert_malformed(answer, "/deviceRuntimeContext/registrationId")

    def test_a_needed_member_of_the_wrong_type_is_malformed(self):
        for context in (7, "text", [], True):
            answer = self.service.allocate({"deviceRuntimeContext": context, "linkedHubs": HUBS})
            self.assert_malformed(answer, "/deviceRuntimeContext")
        for registration_id in (7, [], {}, False):
            self.assert_malformed(self.service.allocate(request_body(registration_id)), "/deviceRuntimeContext/registrationId")
        for hubs in (7, "text", {}, True):
            self.assert_malformed(self.service.allocate(request_body("sn-0042", hubs=hubs)), "/linkedHubs")
        for hub in (7, None, [], {}):
            answer = self.service.allocate(request_body("sn-0042", hubs=[TOASTERS_HUB, hub]))
            self.assert_malformed(answer, "/linkedHubs/1")

    def test_what_is_no_json_object_is_malformed(self):
        good = json.dumps(request_body("sn-0042"))
        bodies = [
            "", " ", "null", "7", '"text"', "[]", f"[{good}]", "{", good[:-1], good + "}", good + good, good.replace(":", "=", 1),
            good[:-1] + ",}", good.replace("[", "[,", 1), good.replace('"', "'"), "\u0000" + good, "{" + good, good + "x",
            good[:-1] + ',"a":01}', good[:-1] + ',"a":.5}', good[:-1] + ',"a":NaN}', good[:-1] + ',"a":tru}', good[:-1] + ',"a":"\t"}',
            good[:-1] + r',"a":"\x"}', good[:-1] + ',"a":/**/1}', good[:-1] + ',a:1}',
        ]
        for body in bodies:
            with self.subTest(body=body):
                self.assert_malformed(self.service.allocate(body))

    def test_what_is_not_utf_8_is_malformed(self):
        good = json.dumps(request_body("sn-0042"))
        for fault in (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"):
            with self.subTest(fault=fault):
                self.assert_malformed(self.service.allocate(good[:-1].encode() + b',"a":"' + fault + b'"}'))
        self.assert_malformed(self.service.allocate(good.encode("utf-16")))

    def test_endless_nesting_is_malformed_and_does_no_harm(self):
        good = json.dumps(request_body("sn-0042"))
        for opening, closing in (("[", "]"), ('{"a":', "}")):
            depth = 20_000
            value = opening * depth + "1" + closing * depth
            self.assertLess(len(good) + len(value), LARGEST_BODY + 30_000)
            self.assertIn(self.service.allocate(good[:-1] + ',"a":' + value[:120_000]).status, (400, 413))
        self.assert_toaster(good)

    def test_a_malformed_request_is_told_where_it_is_wrong(self):
        self.assert_malformed(self.service.allocate('{\n  "linkedHubs": [}'), "line 2", "column")

    def test_a_malformed_request_has_no_row_in_the_history(self):
        before = databases.history_count(self.service.history)
        for body in ("no JSON", request_body("ends."), request_body("sn-0042", hubs=7), padded(LARGEST_BODY + 1)):
            self.assertIn(self.service.allocate(body).status, (400, 413))
        self.assertEqual(databases.history_count(self.service.history), before)

    def test_the_content_type_of_a_request_does_not_matter(self):
        for content_type in (None, "text/plain", "application/json; charset=utf-8", "application/x-www-form-urlencoded", "?"):
            fields = {} if content_type is None else {"content-type": content_type}
            answer = self.service.ask("POST", self.service.target(), json.dumps(request_body("sn-0042")), fields)
            self.assert_assigned(answer, TOASTERS_HUB, TOASTER_TWIN)


if __name__ == "__main__":
    unittest.main()
