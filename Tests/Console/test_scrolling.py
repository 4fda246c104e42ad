"""A history of thousands of rows scrolls, and few of them are in the document."""

import concurrent.futures
import unittest

from console_test_case import ConsoleTestCase
from service import request_body

DECISIONS = 3000
CONNECTIONS = 4
# Scrolls a window a frame to the end, and counts the frames, the milliseconds, and the most rows that were there at once.
SCROLLED = """
const [scroller, words, done] = arguments;
const begun = performance.now();
let frames = 0;
let most = 0;
const turn = () => {
    frames += 1;
    most = Math.max(most, scroller.querySelectorAll('tbody tr:not(.spacer)').length);
    const isEnd = scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 1;
    const isSaid = () => [...document.querySelectorAll('[role=status]')].some((one) => one.textContent === words);
    if (isEnd && isSaid()) return done([frames, performance.now() - begun, most]);
    scroller.scrollTop += scroller.clientHeight;
    requestAnimationFrame(turn);
};
requestAnimationFrame(turn);
"""


class Scrolling(ConsoleTestCase):
    @classmethod
    def seed(cls):
        def ask(first):
            client = cls.service.client()
            for number in range(first, DECISIONS, CONNECTIONS):
                cls.service.allocate(request_body(f"room{number}-contoso-tstrsd-007"), client)
            client.close()
        with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as workers:
            list(workers.map(ask, range(CONNECTIONS)))

    def test_three_thousand_decisions_scroll_and_few_are_in_the_document(self):
        self.sign_in("auditor", "#/history")
        scroller = self.browser.find("region", "Decisions")
        frames, milliseconds, most = self.browser.driver.execute_async_script(
            SCROLLED, scroller, f"{DECISIONS:,} rows, all there are")
        print(f"measured scrolling over {DECISIONS:,} decisions: {frames * 1000 / milliseconds:.0f} frames a second, "
              f"{most} rows in the document")
        self.assertLess(most, 100)


if __name__ == "__main__":
    unittest.main()
