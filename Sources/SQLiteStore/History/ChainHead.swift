import Allocation

/// The end of the history's chain, as an open transaction sees it.
struct ChainHead {
    /// The number of the last assignment; 0 when there is none.
    private(set) var assignmentID: Int64

    /// When that one was decided; the distant past when there is none.
    private(set) var decidedAt: Timestamp

    /// The number of the last event; 0 when there is none.
    private(set) var eventID: Int64

    /// The latest time in the history; nothing that follows may be earlier.
    private(set) var time: Timestamp

    /// The link that the next one is made upon.
    private(set) var link: SHA256Digest

    /// Moves on to a row that the transaction inserted.
    mutating func add(_ assignment: ChainedAssignment, link: SHA256Digest) {
        (assignmentID, decidedAt) = (assignment.id, assignment.decidedAt)
        time = max(time, assignment.decidedAt)
        self.link = link
    }

    /// Makes the next event of the chain, and moves on to it.
    mutating func addEvent(
        _ kind: HistoryEvent.Kind, at now: Timestamp, detail: String
    ) -> (event: HistoryEvent, link: SHA256Digest) {
        eventID += 1
        time = max(time, now)
        let event = HistoryEvent(
            id: eventID, assignmentID: assignmentID, happenedAt: time, kind: kind.rawValue, detail: detail)
        link = event.link(after: link)
        return (event, link)
    }
}
