import Allocation
import Testing

@Suite struct TimestampTests {
    /// Made with Python's `datetime`.
    static let moments: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00.000Z"),
        (1, "1970-01-01T00:00:00.001Z"),
        (-1, "1969-12-31T23:59:59.999Z"),
        (999, "1970-01-01T00:00:00.999Z"),
        (1_000, "1970-01-01T00:00:01.000Z"),
        (-1_000, "1969-12-31T23:59:59.000Z"),
        (-86_400_001, "1969-12-30T23:59:59.999Z"),
        (-62_135_596_800_000, "0001-01-01T00:00:00.000Z"),
        (-34_954_248_008_624, "0862-05-05T22:39:51.376Z"),
        (-34_220_900_613_612, "0885-07-31T18:16:26.388Z"),
        (-28_860_661_861_850, "1055-06-11T13:28:58.150Z"),
        (-27_307_931_585_111, "1104-08-24T23:26:54.889Z"),
        (-13_752_629_167_912, "1534-03-14T01:13:52.088Z"),
        (-11_676_096_000_000, "1600-01-01T00:00:00.000Z"),
        (-9_146_283_673_557, "1680-03-01T05:38:46.443Z"),
        (-2_203_977_600_001, "1900-02-27T23:59:59.999Z"),
        (-2_203_891_200_000, "1900-03-01T00:00:00.000Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z"),
        (951_868_799_999, "2000-02-29T23:59:59.999Z"),
        (951_868_800_000, "2000-03-01T00:00:00.000Z"),
        (1_709_164_800_000, "2024-02-29T00:00:00.000Z"),
        (1_709_251_199_999, "2024-02-29T23:59:59.999Z"),
        (1_709_251_200_000, "2024-03-01T00:00:00.000Z"),
        (1_795_384_491_007, "2026-11-22T21:54:51.007Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z"),
        (13_574_563_200_000, "2400-02-29T00:00:00.000Z"),
        (58_726_962_329_333, "3830-12-26T05:05:29.333Z"),
        (62_323_863_519_948, "3944-12-19T00:18:39.948Z"),
        (73_345_151_611_791, "4294-03-20T05:13:31.791Z"),
        (160_129_608_660_279, "7044-04-21T22:51:00.279Z"),
        (248_073_100_730_329, "9831-02-15T10:38:50.329Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z"),
    ]

    @Test(arguments: moments)
    func `a moment is written as RFC 3339 has it`(milliseconds: Int64, text: String) {
        #expect(Timestamp(milliseconds: milliseconds).description == text)
    }

    @Test func `in four hundred years each day follows the one before`() {
        var expected = (year: 1900, month: 1, day: 1)
        for offset in 0..<Int64(146_097) {
            let text = Timestamp(milliseconds: (offset - 25_567) * 86_400_000).description
            let date = text.prefix(10).split(separator: "-").compactMap { Int($0) }
            guard date == [expected.year, expected.month, expected.day] else {
                Issue.record("day \(offset) is \(text), not \(expected)")
                return
            }
            let isLeap = expected.year % 4 == 0 && (expected.year % 100 != 0 || expected.year % 400 == 0)
            let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            expected.day += 1
            if expected.day > lengths[expected.month - 1] {
                expected = (expected.year, expected.month + 1, 1)
            }
            if expected.month > 12 { expected = (expected.year + 1, 1, 1) }
        }
        #expect(expected == (2300, 1, 1))
    }

    @Test func `the earlier moment is the lesser one`() {
        #expect(Timestamp(milliseconds: -1) < Timestamp(milliseconds: 0))
        #expect(Timestamp(milliseconds: 7) == Timestamp(milliseconds: 7))
    }
}
