package import Allocation
import DelimitedText

/// Writes decisions as a file, each with all that the history knows of it.
///
/// What a request named (hubs, enrollments) is written as it is, though a spreadsheet may take what begins with `=`, `+`, `-` or
/// `@` for a formula; see `CSVWriter`. Nobody without the webhook's key can have put it there.
package struct AssignmentFileWriter: Sendable {
    /// So many bytes are gathered before they are passed on.
    package static let pieceSize = 64 * 1_024

    /// The names of the columns, in their order. A list or a document is JSON in its cell.
    package static let header = [
        "id", "decidedAt", "requestId", "registrationId", "outcome", "reason", "source", "deviceRevision",
        "ruleId", "policyRevision", "division", "hub", "previousHub", "linkedHubs", "enrollmentKind",
        "enrollmentId", "attestation", "initialTwin",
    ]

    private let form: FileForm
    private var csv = CSVWriter()
    private var output: [UInt8]

    /// - Parameters:
    ///   - form: of the file.
    ///   - isMarked: begins with the mark by which Excel knows UTF-8; goes with CSV only, for JSON has none (RFC 8259 §8.1).
    package init(_ form: FileForm, isMarked: Bool = false) {
        self.form = form
        output = isMarked && form == .csv ? CSVWriter.byteOrderMark : []
        if form == .csv { csv.append(record: Self.header) }
    }

    package mutating func append(_ assignment: RecordedAssignment) {
        switch form {
        case .csv:
            appendFields(of: assignment)
            csv.endRecord()
        case .ndjson:
            output.append(contentsOf: assignment.json.serialized())
            output.append(UInt8(ascii: "\n"))
        }
    }

    /// Bytes that have been written and not taken.
    package var count: Int { output.count + csv.count }

    /// What has been written since it was last taken.
    package mutating func take() -> [UInt8] {
        defer { output.removeAll(keepingCapacity: true) }
        return output.isEmpty ? csv.take() : output + csv.take()
    }

    private mutating func appendFields(of assignment: RecordedAssignment) {
        csv.append(String(assignment.id))
        csv.append(assignment.decidedAt.description)
        csv.append(assignment.requestID.description)
        csv.append(assignment.registrationID ?? "")
        csv.append(
            (assignment.isAssigned ? AssignmentFilter.Outcome.assigned : .rejected).rawValue)
        csv.append(assignment.reason.rawValue)
        csv.append(AssignmentFilter.Source(assignment.source).rawValue)
        var (deviceRevision, rule) = ("", "")
        switch assignment.source {
        case .inventory(let revision): deviceRevision = String(revision)
        case .rule(let id): rule = String(id)
        case .none: break
        }
        csv.append(deviceRevision)
        csv.append(rule)
        csv.append(assignment.policyRevision.map { String($0) } ?? "")
        csv.append(assignment.division ?? "")
        csv.append(assignment.hub ?? "")
        csv.append(assignment.previousHub ?? "")
        csv.append(assignment.linkedHubs.map { JSONValue.array($0.map(JSONValue.string)).description } ?? "")
        csv.append(assignment.enrollment?.kind.rawValue ?? "")
        csv.append(assignment.enrollment?.id ?? "")
        csv.append(assignment.attestation?.rawValue ?? "")
        csv.append(assignment.twin ?? "")
    }
}
