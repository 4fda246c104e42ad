import SQLite

/// Which values a run has, and in which of its 64 blocks.
struct RunContents {
    /// Stands for all values of a property that has too many of them in a run.
    static let anyValue: Int64 = -1

    /// More values than this are not told apart: each would be a row of the table.
    private static let mostValues = 256

    /// By property and value.
    private(set) var blocks: [String: [Int64: UInt64]] = [:]

    /// Takes note of rows that are in some blocks.
    ///
    /// - Parameters:
    ///   - row: what they share.
    ///   - blocks: a bit for each block.
    ///   - changesHub: whether they were on another hub than they were assigned to.
    mutating func add(_ row: FoldedRow, in blocks: UInt64, changesHub: Bool) {
        note("outcome", row.hub == 0 ? 0 : 1, blocks)
        note("reason", row.reason, blocks)
        note("source", row.source, blocks)
        if row.rule != 0 { note("rule", row.rule, blocks) }
        if row.division != 0 { note("division", row.division, blocks) }
        if row.hub != 0 { note("hub", row.hub, blocks) }
        if row.previousHub != 0 { note("previous_hub", row.previousHub, blocks) }
        if row.enrollment != 0 { note("enrollment", row.enrollment, blocks) }
        if row.attestation != 0 { note("attestation", row.attestation, blocks) }
        if changesHub { note("changes_hub", 1, blocks) }
    }

    private mutating func note(_ property: String, _ value: Int64, _ blocks: UInt64) {
        self.blocks[property, default: [:]][value, default: 0] |= blocks
    }

    func insert(run: Int64, into connection: Connection) throws {
        let insert = try connection.prepare(
            "INSERT INTO run_contents (property, value, run, blocks) VALUES (?1, ?2, ?3, ?4)")
        for (property, values) in blocks {
            let kept =
                values.count <= Self.mostValues
                ? values : [Self.anyValue: values.values.reduce(0) { $0 | $1 }]
            for (value, blocks) in kept {
                try insert.run(
                    .text(property), .integer(value), .integer(run), .integer(Int64(bitPattern: blocks)))
            }
        }
    }
}
