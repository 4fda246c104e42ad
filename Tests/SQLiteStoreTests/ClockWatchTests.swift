import Allocation
@testable import SQLiteStore
import Testing

@Suite struct ClockWatchTests {
    private let clocks = SettableClocks()

    private func look(
        _ watch: inout ClockWatch, behind last: Timestamp? = nil, isNoted: Bool = false
    ) -> Int64? {
        watch.look(behind: last ?? Timestamp(milliseconds: .min)) { isNoted }.step?.by
    }

    @Test func `clocks that go on together are no step, however long`() {
        var watch = clocks.watch()
        for pause: Int64 in [0, 1, 1_000, 86_400_000, 400 * 86_400_000] {
            clocks.pass(pause)
            #expect(look(&watch) == nil)
        }
    }

    @Test(arguments: [1_001, 3_600_000, -1_001, -86_400_000] as [Int64])
    func `a clock that is set is noted once, with the size`(step: Int64) {
        var watch = clocks.watch()
        #expect(look(&watch) == nil)
        clocks.pass(20, setting: step)
        #expect(look(&watch) == step)
        clocks.pass(20)
        #expect(look(&watch) == nil)
    }

    @Test func `small steps are noted when they come to more than a second`() {
        var watch = clocks.watch()
        #expect(look(&watch) == nil)
        clocks.pass(10, setting: 600)
        #expect(look(&watch) == nil)
        clocks.pass(10, setting: 600)
        #expect(look(&watch) == 1_200)
    }

    @Test func `a history that is ahead of the clock is noted once for as long as it is`() {
        let last = Timestamp(milliseconds: clocks.wall.milliseconds + 60_000)
        var watch = clocks.watch()
        #expect(look(&watch, behind: last) == -60_000)
        clocks.pass(1_000)
        #expect(look(&watch, behind: last) == nil)
        // A new process finds it in the history.
        var next = clocks.watch()
        #expect(look(&next, behind: last, isNoted: true) == nil)
    }

    @Test func `a history ahead by a second or less is nothing to note`() {
        var watch = clocks.watch()
        #expect(look(&watch, behind: Timestamp(milliseconds: clocks.wall.milliseconds + 1_000)) == nil)
    }

    @Test func `a clock that is set back while the history is ahead makes one event of it`() {
        var watch = clocks.watch()
        #expect(look(&watch) == nil)
        let last = clocks.wall
        clocks.pass(5, setting: -3_600_000)
        #expect(look(&watch, behind: last) == -3_600_000)
        clocks.pass(5)
        #expect(look(&watch, behind: last) == nil)
    }
}
