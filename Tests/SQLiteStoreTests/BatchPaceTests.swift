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

    @Test func `after eight quick commits of one row, with nobody else about, all is quiet`() {
        var pace = BatchPace()
        for _ in 1...7 { pace.note(count: 1, nanoseconds: 200_000) }
        #expect(!pace.isQuiet)
        pace.note(count: 1, nanoseconds: 200_000)
        #expect(pace.isQuiet)
    }

    @Test(arguments: [(2, 0, 200_000), (1, 1, 200_000), (1, 0, 1_000_000)] as [(Int, Int, UInt64)])
    func `a second row, one that follows or a slow commit ends the quiet`(
        count: Int, followers: Int, nanoseconds: UInt64
    ) {
        var pace = BatchPace()
        for _ in 1...8 { pace.note(count: 1, nanoseconds: 200_000) }
        pace.note(count: count, followers: followers, nanoseconds: nanoseconds)
        for _ in 1...7 { pace.note(count: 1, nanoseconds: 200_000) }
        #expect(!pace.isQuiet)
        pace.note(count: 1, nanoseconds: 200_000)
        #expect(pace.isQuiet)
    }

    @Test func `a failure ends the quiet, and the patience`() {
        var pace = BatchPace()
        for _ in 1...8 { pace.note(count: 1, nanoseconds: 200_000) }
        pace.noteFailure()
        #expect(!pace.isQuiet)
        pace.note(count: 20, nanoseconds: 300_000)
        pace.noteFailure()
        #expect(pace.expected == 1 && pace.patience == 0)
    }

    @Test func `a slow disk makes nobody wait for more than a millisecond`() {
        var pace = BatchPace()
        pace.note(count: 20, nanoseconds: 3_000_000_000)
        #expect(pace.patience == 1_000_000)
    }
}
