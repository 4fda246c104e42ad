import Allocation

/// What is to be taken away of one block of the history, in one transaction.
package struct PruneStep: Sendable, Equatable {
    /// The rows, as runs without a gap.
    var rows: [ClosedRange<Int64>] = []

    /// All runs that are missing of the block afterwards, those taken away before included.
    var cuts: [HistoryCut] = []

    /// What the history's event says of it.
    var block: PrunedBlock

    /// How many rows are taken away now.
    package var count: Int64 { rows.reduce(0) { $0 + Int64($1.count) } }

    /// - Parameters:
    ///   - range: the numbers of the block.
    ///   - elements: what is in it, in the order of the chain.
    ///   - isKept: whether an assignment stays.
    /// - Throws: what `isKept` does.
    init(
        _ range: ClosedRange<Int64>, of elements: [ChainElement],
        keeping isKept: (ChainedAssignment) throws -> Bool
    ) rethrows {
        var digest = PrunedBlockDigest()
        var open: HistoryCut?
        var cuts: [HistoryCut] = []
        func close() {
            guard let cut = open else { return }
            cuts.append(cut)
            digest.add(cut)
            open = nil
        }
        func extend(_ cut: HistoryCut) {
            if open?.last != cut.first - 1 { close() }
            open = HistoryCut(first: open?.first ?? cut.first, last: cut.last, link: cut.link)
        }
        var rows: [ClosedRange<Int64>] = []
        for element in elements {
            switch element {
            case .assignment(let assignment, let link):
                if try isKept(assignment) {
                    close()
                    digest.add(assignment: assignment.id, link: link)
                    continue
                }
                let id = assignment.id
                extend(HistoryCut(first: id, last: id, link: link ?? .beforeChain))
                if let last = rows.last, last.upperBound == id - 1 {
                    rows[rows.count - 1] = last.lowerBound...id
                } else {
                    rows.append(id...id)
                }
            case .cut(let cut):
                extend(cut)
            case .event(let event, let link):
                // A run ends before an event, so that the event can still be seen to follow from the link before it.
                close()
                digest.add(event: event.id, link: link)
            }
        }
        close()
        self.rows = rows
        self.cuts = cuts
        block = PrunedBlock(
            first: range.lowerBound, last: range.upperBound,
            removed: cuts.reduce(0) { $0 + $1.last - $1.first + 1 }, digest: digest.digest)
    }
}
