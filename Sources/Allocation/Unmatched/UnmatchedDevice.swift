/// A device that was refused, and has not been assigned since.
package struct UnmatchedDevice: Sendable, Equatable {
    /// So many are kept at most; those refused longest ago leave first.
    package static let mostKept = 1_000_000

    /// As DPS wrote it last.
    package let registrationID: String

    /// Why it was refused the last time.
    package let reason: ReasonCode

    /// Through which enrollment it came the last time; see `enrollmentKey(of:)`.
    package let enrollment: String

    /// Of the refusals since it was last assigned, or since the history begins.
    package let firstRefusedAt: Timestamp
    package let lastRefusedAt: Timestamp
    package let refusals: Int64

    /// The number of the last refusal in the history.
    package let lastAssignmentID: Int64

    /// Whether somebody has registered it; it leaves the inbox when it comes again and is assigned.
    package let isRegistered: Bool

    /// Why it is not among those that are shown; `nil` when it is.
    package let dismissal: UnmatchedDismissal?

    package init(
        registrationID: String, reason: ReasonCode, enrollment: String, firstRefusedAt: Timestamp,
        lastRefusedAt: Timestamp, refusals: Int64, lastAssignmentID: Int64, isRegistered: Bool,
        dismissal: UnmatchedDismissal?
    ) {
        self.registrationID = registrationID
        self.reason = reason
        self.enrollment = enrollment
        self.firstRefusedAt = firstRefusedAt
        self.lastRefusedAt = lastRefusedAt
        self.refusals = refusals
        self.lastAssignmentID = lastAssignmentID
        self.isRegistered = isRegistered
        self.dismissal = dismissal
    }

    package var suffix: String { UnmatchedSuffix.suffix(of: registrationID) }

    /// How an enrollment is named in the inbox: `group:ID`; `individual` for all of those, of which each device has its own; `none`
    /// when the request named none.
    package static func enrollmentKey(of enrollment: Enrollment?) -> String {
        switch enrollment?.kind {
        case .group?: "group:\(enrollment?.id ?? "")"
        case .individual?: "individual"
        case nil: "none"
        }
    }

    /// What the device is called by in groups of a kind.
    package func key(in grouping: UnmatchedGrouping) -> String {
        switch grouping {
        case .reason: reason.rawValue
        case .suffix: suffix
        case .enrollment: enrollment
        }
    }

    /// The device as people read it; members without a value are left out.
    package var json: JSONValue {
        var object: JSONObject = [
            "registrationId": .string(registrationID),
            "reason": .string(reason.rawValue),
            "suffix": .string(suffix),
            "enrollment": .string(enrollment),
            "refusals": .number(JSONNumber(refusals)),
            "firstSeen": .string(firstRefusedAt.description),
            "lastSeen": .string(lastRefusedAt.description),
            "assignment": .number(JSONNumber(lastAssignmentID)),
            "registered": .bool(isRegistered),
        ]
        object["dismissal"] = dismissal?.json
        return .object(object)
    }
}

extension UnmatchedDevice {
    /// This device with what keeps it away.
    package func dismissed(by dismissal: UnmatchedDismissal?) -> UnmatchedDevice {
        UnmatchedDevice(
            registrationID: registrationID, reason: reason, enrollment: enrollment,
            firstRefusedAt: firstRefusedAt, lastRefusedAt: lastRefusedAt, refusals: refusals,
            lastAssignmentID: lastAssignmentID, isRegistered: isRegistered, dismissal: dismissal)
    }
}

extension Device {
    /// Another device that is like this one.
    package func named(_ registrationID: RegistrationID) -> Device {
        Device(
            registrationID: registrationID, division: division, status: status, statusReason: statusReason,
            heldUntil: heldUntil, pinnedHub: pinnedHub, twin: twin, payload: payload, labels: labels,
            note: note)
    }
}
