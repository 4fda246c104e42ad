/// An enrollment that the history names, as of its last request.
package struct SeenEnrollment: Sendable, Equatable {
    /// So many are kept at most; those seen longest ago leave first.
    package static let mostKept = 10_000

    /// A division for whose devices a hub was chosen through it.
    package struct Served: Sendable, Equatable {
        package let division: String

        /// The last time.
        package let assignedAt: Timestamp

        package init(_ division: String, assignedAt: Timestamp) {
            self.division = division
            self.assignedAt = assignedAt
        }
    }

    /// `group:ID`, or `none` for requests that name none.
    package let name: String

    /// That the last request named which named any.
    package let linkedHubs: [String]
    package let seenAt: Timestamp

    /// By name.
    package let divisions: [Served]

    package init(_ name: String, linkedHubs: [String], seenAt: Timestamp, divisions: [Served]) {
        self.name = name
        self.linkedHubs = linkedHubs
        self.seenAt = seenAt
        self.divisions = divisions
    }

    /// Whether a device of the division would find a hub here.
    func serves(_ division: Division) -> Bool {
        linkedHubs.contains { HostName.isValid($0) && $0.containsFoldingCase(division.hubPattern) }
    }
}
