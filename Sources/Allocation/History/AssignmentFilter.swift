/// Which rows of the history are meant: those to which all of it applies. Names are compared without regard to case (ASCII).
package struct AssignmentFilter: Sendable, Equatable {
    /// What a decision came to.
    package enum Outcome: String, Sendable, CaseIterable {
        case assigned
        case rejected
    }

    /// What a decision rested on.
    package enum Source: String, Sendable, CaseIterable {
        case inventory
        case rule
        case none
    }

    package var registrationID: RegistrationID?

    /// What a registration ID begins with.
    package var registrationIDPrefix: String?
    package var outcome: Outcome?
    package var reason: ReasonCode?
    package var source: Source?

    /// The number of the rule that decided.
    package var ruleID: Int64?
    package var division: String?

    /// The hub that the device was assigned to.
    package var hub: String?

    /// The hub that the device was on when it asked.
    package var previousHub: String?

    /// The ID of the enrollment, be it a group's or an individual one's.
    package var enrollment: String?
    package var attestation: Attestation?
    package var requestID: RequestID?

    /// Only those by which a device changed its hub: it was on one, and was assigned to another.
    package var changesHub = false

    /// Decided then or later.
    package var since: Timestamp?

    /// Decided before then.
    package var until: Timestamp?

    package init(registrationID: RegistrationID? = nil) {
        self.registrationID = registrationID
    }

    /// Whether a row is meant; what every store has to come to.
    package func matches(_ row: RecordedAssignment) -> Bool {
        Self.matches(registrationID?.folded, row.registrationID)
            && (registrationIDPrefix.map { row.registrationID?.hasPrefixFoldingCase($0) ?? false } ?? true)
            && (outcome.map { ($0 == .assigned) == row.isAssigned } ?? true)
            && (reason.map { $0 == row.reason } ?? true)
            && (source.map { $0 == Source(row.source) } ?? true)
            && (ruleID.map { row.source == .rule(id: $0) } ?? true)
            && Self.matches(division, row.division)
            && Self.matches(hub, row.hub)
            && Self.matches(previousHub, row.previousHub)
            && Self.matches(enrollment, row.enrollment?.id)
            && (attestation.map { $0 == row.attestation } ?? true)
            && (requestID.map { $0 == row.requestID } ?? true)
            && (!changesHub || row.changesHub)
            && (since.map { row.decidedAt >= $0 } ?? true)
            && (until.map { row.decidedAt < $0 } ?? true)
    }

    private static func matches(_ wanted: String?, _ text: String?) -> Bool {
        guard let wanted else { return true }
        return text?.equalsFoldingCase(wanted) ?? false
    }
}

extension AssignmentFilter.Source {
    package init(_ source: DecisionSource) {
        switch source {
        case .inventory: self = .inventory
        case .rule: self = .rule
        case .none: self = .none
        }
    }
}

extension RecordedAssignment {
    /// The device was on a hub, and was assigned to another.
    package var changesHub: Bool {
        guard let hub, let previousHub else { return false }
        return !hub.equalsFoldingCase(previousHub)
    }
}
