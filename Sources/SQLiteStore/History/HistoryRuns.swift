/// How the history is cut into runs of rows: what is folded and indexed at once.
package struct HistoryRuns: Sendable {
    /// Row numbers in a run are a power of two; this is its exponent.
    let exponent: Int

    /// Of the runs into which the index by device is merged, from the shortest to the longest; at most 24.
    let mergedExponents: [Int]

    /// Runs of 8,192 rows, merged into ones of 65,536, 1,048,576 and 16,777,216.
    package static let standard = HistoryRuns(exponent: 13, mergedExponents: [16, 20, 24])

    /// Very short ones, so that a few thousand rows make many of every kind.
    package static let short = HistoryRuns(exponent: 6, mergedExponents: [7, 9, 11])

    /// Row numbers in a run. Some of them may have no row.
    var length: Int64 { 1 << exponent }

    /// Row numbers in one of the 64 blocks of a run.
    var blockLength: Int64 { length / 64 }

    /// The run that a row belongs to; the first one is 0.
    func run(of id: Int64) -> Int64 { (id - 1) >> exponent }

    /// The numbers of a run's rows.
    func rows(ofRun run: Int64) -> ClosedRange<Int64> { run << exponent + 1...(run + 1) << exponent }

    /// The index by device, from the shortest runs to the longest.
    var levels: [DeviceIndexLevel] {
        // What there was before there were levels has the code 0: its keys stay as they were.
        zip([exponent] + mergedExponents, [-2, 0, 1, -1]).enumerated().map { number, level in
            DeviceIndexLevel(
                number: number, exponent: level.0, code: level.1,
                partBits: max(0, level.0 - (mergedExponents.first ?? exponent)))
        }
    }
}
