/// A walk along the history's chain, from its beginning, that ends at the first thing which is not as it was written.
///
/// Whoever reads the history hands over what is in it, in order: blocks, and in them assignments, events and runs of missing
/// assignments.
package struct ChainWalk: Sendable {
    package private(set) var verification = HistoryVerification()

    /// The number that the next assignment must have.
    package private(set) var nextAssignment: Int64 = 1

    /// The last link; `.beforeChain` before the first one.
    private var link = SHA256Digest.beforeChain
    private var time = Timestamp(milliseconds: .min)
    private let wanted: SHA256Digest?

    /// What is said of the block that is being walked through, if it was pruned.
    private var block: PrunedBlock?
    private var blockDigest = PrunedBlockDigest()

    /// Of the pruned blocks that were begun: the event that says so, and how many assignments are missing.
    private var prunings: [(event: Int64, removed: Int64)] = []

    /// - Parameter wanted: a hash whose place is to be found.
    package init(against wanted: SHA256Digest?) {
        self.wanted = wanted
    }

    /// Goes on in the middle of a history, whose beginning is taken for what it is.
    ///
    /// - Parameters:
    ///   - id: the number of the next assignment.
    ///   - link: of what is before it.
    ///   - events: how many are before it.
    package init(from id: Int64, behind link: SHA256Digest, events: Int64) {
        wanted = nil
        nextAssignment = id
        self.link = link
        verification.events = events
    }

    /// Whether the chain has begun.
    package var isCovered: Bool { link != .beforeChain }

    /// Begins a block of `PrunedBlock.length`.
    ///
    /// - Parameters:
    ///   - pruned: what the last event about it says; `nil` when there is none.
    ///   - event: the number of that event.
    package mutating func begin(_ pruned: PrunedBlock?, saidBy event: Int64 = 0) {
        block = pruned
        if let pruned, wanted != nil { prunings.append((event, pruned.removed)) }
        blockDigest = PrunedBlockDigest()
    }

    /// Ends a block behind which there is something.
    ///
    /// - Parameter last: the number of its last assignment.
    /// - Throws: the fault, when something is missing at its end or what is left of it is not what was.
    package mutating func end(at last: Int64) throws(HistoryFault) {
        try expect(last + 1)
        if let block, block.digest != blockDigest.digest {
            throw HistoryFault(
                .changed, at: .assignment(block.first),
                "what is left of the assignments \(block.first) to \(block.last) is not what it was when they were pruned"
            )
        }
    }

    /// Goes over an assignment.
    package mutating func add(
        _ assignment: ChainedAssignment, link found: SHA256Digest?
    ) throws(HistoryFault) {
        try expect(assignment.id)
        let place = HistoryFault.Place.assignment(assignment.id)
        if let found {
            guard assignment.link(after: link) == found else {
                guard isCovered || assignment.id == 1 else {
                    throw HistoryFault(
                        .removed, at: place,
                        "the chain does not begin with \(place): what is before it was removed or lost its links, or it was changed"
                    )
                }
                throw HistoryFault(.replaced, at: place, "\(place) does not follow from what is before it")
            }
            guard assignment.decidedAt >= time else {
                throw HistoryFault(.replaced, at: place, "\(place) is earlier than what is before it")
            }
            verification.verified += 1
            moveOn(to: found, of: place)
        } else if isCovered {
            throw HistoryFault(
                .inserted, at: place,
                "\(place) has no link, though those before it have: it was inserted, or its link was taken away"
            )
        } else {
            verification.notCovered += 1
        }
        if block != nil { blockDigest.add(assignment: assignment.id, link: found) }
        time = assignment.decidedAt
        nextAssignment = assignment.id + 1
        verification.lastAssignment = assignment.id
    }

    /// Goes over an event.
    package mutating func add(_ event: HistoryEvent, link found: SHA256Digest) throws(HistoryFault) {
        let place = HistoryFault.Place.event(event.id)
        guard event.id == verification.events + 1 else {
            throw HistoryFault(
                .removed, at: .event(verification.events + 1), "event \(verification.events + 1) was removed")
        }
        guard event.assignmentID == nextAssignment - 1 else {
            throw HistoryFault(.replaced, at: place, "\(place) stands at another place than it did")
        }
        guard event.link(after: link) == found else {
            throw HistoryFault(
                .changed, at: place,
                "\(place), behind assignment \(event.assignmentID), was changed, or what is before it was")
        }
        verification.events += 1
        if event.kind == HistoryEvent.Kind.clockStepped.rawValue { verification.clockSteps += 1 }
        if block != nil { blockDigest.add(event: event.id, link: found) }
        moveOn(to: found, of: place)
    }

    /// Goes over a run of assignments that are missing.
    package mutating func add(_ cut: HistoryCut) throws(HistoryFault) {
        try expect(cut.first)
        guard block != nil else {
            throw HistoryFault(
                .removed, at: .assignment(cut.first),
                "assignments \(cut.first) to \(cut.last) are missing, and no event says that they were pruned"
            )
        }
        verification.pruned += cut.last - cut.first + 1
        verification.cuts += 1
        blockDigest.add(cut)
        nextAssignment = cut.last + 1
        guard cut.link != .beforeChain else { return }
        // Nothing proves the link of a cut, so it is nobody's that was asked about.
        link = cut.link
        verification.head = cut.link
    }

    /// Makes sure that no assignment is missing before one; of those before the chain nothing is known.
    private func expect(_ id: Int64) throws(HistoryFault) {
        guard id >= nextAssignment else {
            throw HistoryFault(
                .inserted, at: .assignment(id), "assignment \(id) was inserted where one had been pruned")
        }
        guard id > nextAssignment, isCovered else { return }
        throw Self.missing(nextAssignment, through: id - 1)
    }

    /// The fault that assignments are not there.
    package static func missing(_ first: Int64, through last: Int64) -> HistoryFault {
        HistoryFault(
            .removed, at: .assignment(first),
            first == last
                ? "assignment \(first) was removed" : "assignments \(first) to \(last) were removed")
    }

    private mutating func moveOn(to found: SHA256Digest, of place: HistoryFault.Place) {
        link = found
        verification.head = found
        guard found == wanted else { return }
        verification.place = place
        // An event behind the hash is not covered by it, and whoever can write may append one.
        verification.prunedSince = prunings.lazy.filter { [events = verification.events] in $0.event > events
        }
        .reduce(0) { $0 + $1.removed }
    }
}
