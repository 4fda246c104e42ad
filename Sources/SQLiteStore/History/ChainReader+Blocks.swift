import Allocation

extension ChainReader {
    /// All that is in a range of rows, in the order of the chain; the events behind its last row included.
    mutating func elements(_ range: ClosedRange<Int64>) throws -> [ChainElement] {
        var elements: [ChainElement] = []
        var cuts = try cuts(range)[...]
        var events = try events(behind: range)[...]
        try begin(range)
        while true {
            let row = try nextRow()
            while let cut = cuts.first, cut.first < row?.assignment.id ?? .max {
                elements.append(.cut(cut))
                cuts.removeFirst()
                takeEvents(&events, through: cut.last, into: &elements)
            }
            guard let row else { return elements }
            elements.append(.assignment(row.assignment, link: row.link))
            takeEvents(&events, through: row.assignment.id, into: &elements)
        }
    }

    private func takeEvents(
        _ events: inout ArraySlice<(event: HistoryEvent, link: SHA256Digest)>, through id: Int64,
        into elements: inout [ChainElement]
    ) {
        while let next = events.first, next.event.assignmentID <= id {
            elements.append(.event(next.event, link: next.link))
            events.removeFirst()
        }
    }

    /// A walk that goes on at the first row of a block.
    func walk(from first: Int64) throws -> ChainWalk {
        let event = try event(before: first)
        var link: SHA256Digest?
        if let event, event.behind == first - 1 { link = event.link }
        return ChainWalk(
            from: first, behind: try link ?? self.link(of: first - 1) ?? .beforeChain, events: event?.id ?? 0)
    }
}
