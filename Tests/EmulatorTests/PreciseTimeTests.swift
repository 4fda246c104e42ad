import Emulator
import Testing

struct PreciseTimeTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.0000000Z"),
        (1_661_983_370_516_335_200, "2022-08-31T22:02:50.5163352Z"),
        (1_661_983_370_000_000_199, "2022-08-31T22:02:50.0000001Z"),
    ])
    func `a moment is written with seven digits of a second`(nanoseconds: UInt64, text: String) {
        #expect(PreciseTime(nanosecondsSinceEpoch: nanoseconds).description == text)
    }
}
