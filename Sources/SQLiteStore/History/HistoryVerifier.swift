package import Allocation
import SQLite

/// Walks along the chain of a history that may be growing meanwhile.
package struct HistoryVerifier {
    /// Blocks that are read in one transaction; between two the log can be checkpointed.
    private static let blocksInPiece: Int64 = 8

    private let connection: Connection
    private var reader: ChainReader
    private var walk: ChainWalk
    private let selectLast: Statement
    private var nextBlock: Int64 = 0
    private var nextEvent: (event: HistoryEvent, link: SHA256Digest)?

    /// The blocks that events say were pruned, and up to which event that was read.
    private var pruned: [Int64: (event: Int64, block: PrunedBlock)] = [:]
    private var prunedThrough: Int64 = 0

    /// - Parameters:
    ///   - directory: where the history is.
    ///   - wanted: a hash whose place is to be found.
    /// - Throws: `StoreError` when there is no history of this program's schema.
    package init(in directory: DataDirectory, against wanted: SHA256Digest? = nil) throws(StoreError) {
        (connection, reader, selectLast) = try StoreError.translating {
            let connection = try Connection.open(.history, in: directory, onlyQueries: true)
            return (
                connection, try ChainReader(on: connection),
                try connection.prepare("SELECT max(assignment_id) FROM assignments")
            )
        }
        walk = ChainWalk(against: wanted)
    }

    /// Walks from the first row to the last.
    ///
    /// - Parameter progress: told now and then how many rows have been gone over, and how many there are.
    /// - Returns: what was found; with a fault, if there is one.
    /// - Throws: `StoreError` when the history cannot be read.
    package mutating func verify(
        progress: (_ done: Int64, _ all: Int64) -> Void = { _, _ in }
    ) throws(StoreError) -> HistoryVerification {
        var fault: HistoryFault?
        try StoreError.translating {
            do {
                try SchemaComparison(of: .history, on: connection).check()
                if let stray = try reader.assignmentBeforeFirst() {
                    throw HistoryFault(
                        .inserted, at: .assignment(stray),
                        "assignment \(stray) was inserted: numbers begin with 1")
                }
                while let last = try connection.transaction(writing: false, { try walkPiece() }) {
                    progress(walk.nextAssignment - 1, last)
                }
            } catch let found as HistoryFault {
                fault = (try? sharpen(found)) ?? found
            }
        }
        var verification = walk.verification
        verification.fault = fault
        return verification
    }

    /// - Returns: the number of the last row that there is; `nil` when that was reached.
    private mutating func walkPiece() throws -> Int64? {
        let last = try selectLast.first { $0.integer(0) } ?? 0
        let found = try reader.prunedBlocks(after: prunedThrough)
        prunedThrough = found.last
        for found in found.blocks {
            pruned[PrunedBlock.number(ofAssignment: found.block.first)] = found
        }
        if nextEvent == nil { try readEvent() }
        // What is older than the chain may have gaps of any length.
        if !walk.isCovered, let first = try reader.firstAssignment(after: nextBlock * PrunedBlock.length) {
            nextBlock = PrunedBlock.number(ofAssignment: first)
        }
        for _ in 0..<Self.blocksInPiece {
            let first = nextBlock * PrunedBlock.length + 1
            let end = first + PrunedBlock.length - 1
            walk.begin(pruned[nextBlock]?.block, saidBy: pruned[nextBlock]?.event ?? 0)
            try walkRange(first...end)
            guard end < last else {
                try finish()
                return nil
            }
            try walk.end(at: end)
            nextBlock += 1
        }
        return last
    }

    private mutating func walkRange(_ range: ClosedRange<Int64>) throws {
        var cuts = try reader.cuts(range)[...]
        try reader.begin(range)
        var row = try reader.nextRow()
        while true {
            try takeEvents()
            if let cut = cuts.first, cut.first < row?.assignment.id ?? .max {
                try walk.add(cut)
                cuts.removeFirst()
            } else if let found = row {
                try walk.add(found.assignment, link: found.link)
                row = try reader.nextRow()
            } else {
                return
            }
        }
    }

    private mutating func takeEvents() throws {
        while let next = nextEvent, next.event.assignmentID < walk.nextAssignment {
            try walk.add(next.event, link: next.link)
            try readEvent()
        }
    }

    private mutating func readEvent() throws {
        nextEvent = try reader.event(after: walk.verification.events)
    }

    /// An event stands behind a row, so the row was there.
    private func finish() throws(HistoryFault) {
        guard let nextEvent else { return }
        throw ChainWalk.missing(walk.nextAssignment, through: nextEvent.event.assignmentID)
    }

    /// Tells a row whose content alone is another: what is behind it still follows from its link.
    private mutating func sharpen(_ fault: HistoryFault) throws -> HistoryFault {
        guard fault.kind == .replaced, case .assignment(let id) = fault.place else { return fault }
        try reader.begin(id...id + 1)
        guard let link = try reader.nextRow()?.link else { return fault }
        let follows: Bool
        if let nextEvent, nextEvent.event.assignmentID == id {
            follows = nextEvent.event.link(after: link) == nextEvent.link
        } else if let next = try reader.nextRow() {
            follows = next.assignment.link(after: link) == next.link
        } else {
            return fault
        }
        guard follows else { return fault }
        return HistoryFault(
            .changed, at: fault.place,
            "assignment \(id) was changed after it was written: a value of its own, or a name, twin or list of hubs that it uses"
        )
    }
}
