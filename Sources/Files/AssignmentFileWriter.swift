package import Allocation
import DelimitedText

/// Writes decisions as a file, each with all that the history knows of it.
///
/// What a request named (hubs, enrollments) is written as it is, though a spreadsheet may take what begins with `=`, `+`, `-` or
/// `@` for a formula; see `CSVWriter`. Nobody without the webhook's key can have put it there.
package struct AssignmentFileWriter: Sendable {
    /// The names of the columns, in their order. A list or a document is JSON in its cell.
    package static let header = [
        "id", "decidedAt", "requestId", "registrationId", "outcome", "reason", "source", "deviceRevision",
        "ruleId", "policyRevision", "division", "hub", "previousHub", "linkedHubs", "enrollmentKind",
        "enrollmentId", "attestation", "initialTwin",
    ]

    private var file: RecordFile

    /// - Parameters:
    ///   - form: of the file.
    ///   - isMarked: begins with the mark by which Excel knows UTF-8; goes with CSV only, for JSON has none (RFC 8259 §8.1).
    package init(_ form: FileForm, isMarked: Bool = false) {
        file = RecordFile(form, header: Self.header, isMarked: isMarked)
    }

    package mutating func append(_ assignment: RecordedAssignment) {
        switch file.form {
        case .csv:
            appendFields(of: assignment)
            file.csv.endRecord()
        case .ndjson:
            file.append(line: assignment.json.serialized())
        }
    }

    /// Bytes that have been written and not taken.
    package var count: Int { file.count }

    /// What has been written since it was last taken.
    package mutating func take() -> [UInt8] {
        file.take()
    }

    private mutating func appendFields(of assignment: RecordedAssignment) {
        file.csv.append(String(assignment.id))
        file.csv.append(assignment.decidedAt.description)
        file.csv.append(assignment.requestID.description)
        file.csv.append(assignment.registrationID ?? "")
        file.csv.append(
            (assignment.isAssigned ? AssignmentFilter.Outcome.assigned : .rejected).rawValue)
        file.csv.append(assignment.reason.rawValue)
        file.csv.append(AssignmentFilter.Source(assignment.source).rawValue)
        var (deviceRevision, rule) = ("", "")
        switch assignment.source {
        case .inventory(let revision): deviceRevision = String(revision)
        case .rule(let id): rule = String(id)
        case .none: break
        }
        file.csv.append(deviceRevision)
        file.csv.append(rule)
        file.csv.append(assignment.policyRevision.map { String($0) } ?? "")
        file.csv.append(assignment.division ?? "")
        file.csv.append(assignment.hub ?? "")
        file.csv.append(assignment.previousHub ?? "")
        file.csv.append(
            assignment.linkedHubs.map { JSONValue.array($0.map(JSONValue.string)).description } ?? "")
        file.csv.append(assignment.enrollment?.kind.rawValue ?? "")
        file.csv.append(assignment.enrollment?.id ?? "")
        file.csv.append(assignment.attestation?.rawValue ?? "")
        file.csv.append(assignment.twin ?? "")
    }
}
