@testable import SQLiteStore
import Testing

@Suite struct BatchPaceTests {
    @Test func `a lone decision is never kept waiting`() {
        var pace = BatchPace()
        #expect(pace.expected == 1 && pace.patience == 0)
        pace.note(count: 200, nanoseconds: 300_000)
        pace.note(count: 11, nanoseconds: 300_000)
        #expect(pace.expected == 1 && pace.patience == 0)
    }

    @Test func `after a large batch half as many again are waited for, as long as the commit took`() {
        var pace = BatchPace()
        pace.note(count: 20, nanoseconds: 300_000)
        #expect(pace.expected == 30 && pace.patience == 300_000)
    }

    @Test func `a slow disk makes nobody wait for more than a millisecond`() {
        var pace = BatchPace()
        pace.note(count: 20, nanoseconds: 3_000_000_000)
        #expect(pace.patience == 1_000_000)
    }
}
