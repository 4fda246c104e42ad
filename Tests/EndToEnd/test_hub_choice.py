"""Several hubs that fit: devices are spread over them, stay where they are, and move only when they must."""

import collections
import random
import threading
import unittest

from service import HEAT_PUMPS_HUB, request_body
from service_test_case import ServiceTestCase

HUBS = [f"contoso-toasters-hub-{name}.azure-devices.net" for name in ("a", "b", "c", "d")]
DEVICES = [f"device{number:04}-contoso-tstrsd-007" for number in range(600)]


class HubChoice(ServiceTestCase):
    def hub(self, registration_id, hubs, current_hub=None, client=None):
        context = {} if current_hub is None else {"currentIotHubHostName": current_hub}
        answer = self.service.allocate(request_body(registration_id, hubs, **context), client)
        self.assertEqual(answer.status, 200, answer)
        return answer.json["iotHubHostName"]

    def hubs_of_all(self, hubs, connections=4):
        """Where each device goes."""
        found = {}

        def ask(mine):
            client = self.service.client()
            for device in mine:
                found[device] = self.hub(device, hubs, client=client)
            client.close()

        threads = [threading.Thread(target=ask, args=(DEVICES[number::connections],)) for number in range(connections)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(len(found), len(DEVICES))
        return found

    def test_devices_are_spread_evenly_and_a_new_hub_takes_only_its_share(self):
        first = self.hubs_of_all(HUBS)
        counts = collections.Counter(first.values())
        self.assertEqual(set(counts), set(HUBS))
        for count in counts.values():
            # 150 expected, standard deviation 10.6: five of them on either side.
            self.assertTrue(97 <= count <= 203, counts)
        new_hub = "contoso-toasters-hub-e.azure-devices.net"
        second = self.hubs_of_all([new_hub, *HUBS])
        moved = [device for device in DEVICES if first[device] != second[device]]
        self.assertTrue(all(second[device] == new_hub for device in moved), "a device moved from old hub to old hub")
        # 120 expected, standard deviation 9.8.
        self.assertTrue(71 <= len(moved) <= 169, len(moved))

    def test_a_hub_that_leaves_moves_only_its_own_devices(self):
        first, second = self.hubs_of_all(HUBS), self.hubs_of_all(HUBS[:-1])
        for device in DEVICES:
            if first[device] != HUBS[-1]:
                self.assertEqual(first[device], second[device])

    def test_the_choice_does_not_depend_on_order_repetition_case_or_hubs_that_do_not_fit(self):
        generator = random.Random(7)
        for device in DEVICES[:60]:
            hub = self.hub(device, HUBS)
            shuffled = HUBS + [HEAT_PUMPS_HUB, "other.azure-devices.net"] + HUBS[:2]
            generator.shuffle(shuffled)
            self.assertEqual(self.hub(device, shuffled), hub)
            self.assertEqual(self.hub(device.upper(), HUBS), hub)
            self.assertEqual(self.hub(device, [hub.upper() for hub in HUBS]), hub.upper())

    def test_the_choice_outlives_a_restart(self):
        before = [self.hub(device, HUBS) for device in DEVICES[:60]]
        self.assertEqual(self.service.stop(), 0)
        self.service.start("serve")
        self.assertEqual([self.hub(device, HUBS) for device in DEVICES[:60]], before)

    def test_a_device_stays_on_a_current_hub_that_fits(self):
        for device in DEVICES[:20]:
            for hub in HUBS:
                self.assertEqual(self.hub(device, HUBS, hub), hub)
                self.assertEqual(self.hub(device, HUBS, hub.upper()), hub)

    def test_a_device_leaves_a_current_hub_that_is_not_linked_or_does_not_fit(self):
        for device in DEVICES[:20]:
            hub = self.hub(device, HUBS)
            self.assertEqual(self.hub(device, HUBS, "contoso-toasters-hub-z.azure-devices.net"), hub)
            self.assertEqual(self.hub(device, [*HUBS, HEAT_PUMPS_HUB], HEAT_PUMPS_HUB), hub)

    def test_an_answer_is_never_a_hub_that_is_not_linked(self):
        generator = random.Random(11)
        for device in DEVICES[:100]:
            hubs = generator.sample(HUBS, generator.randint(1, 4)) + [HEAT_PUMPS_HUB]
            self.assertIn(self.hub(device, hubs, generator.choice([None, *HUBS])), hubs[:-1])


if __name__ == "__main__":
    unittest.main()
