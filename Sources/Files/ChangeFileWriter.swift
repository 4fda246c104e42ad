package import Allocation
import DelimitedText

/// Writes lines of the change log as a file.
package struct ChangeFileWriter: Sendable {
    /// The columns of CSV; `before` and `after` are JSON, and `message` and `subject` are what people wrote.
    package static let header = [
        "id", "changeSet", "changeSetKind", "undoes", "time", "actor", "requestId", "message", "effect",
        "kind", "subject", "revision", "members", "before", "after",
    ]

    private var file: RecordFile

    package init(_ form: FileForm) {
        file = RecordFile(form, header: Self.header)
    }

    package mutating func append(_ change: Change) {
        switch file.form {
        case .csv: file.csv.append(record: Self.record(of: change))
        case .ndjson: file.append(line: change.json.serialized())
        }
    }

    /// Bytes that have been written and not taken.
    package var count: Int { file.count }

    /// What has been written since it was last taken.
    package mutating func take() -> [UInt8] {
        file.take()
    }

    private static func record(of change: Change) -> [String] {
        let context = change.set.context
        return [
            String(change.id), String(change.set.id), change.set.kind.rawValue,
            change.set.undoes.map { String($0) } ?? "", context.time.description, context.actor,
            context.requestID?.description ?? "", context.message ?? "",
            change.effect.rawValue, change.kind.rawValue, change.subject,
            change.revision.map { String($0) } ?? "", change.changedMembers.joined(separator: " "),
            text(change.before), text(change.after),
        ]
    }

    private static func text(_ value: JSONValue?) -> String {
        value.map { String(decoding: $0.serialized(), as: UTF8.self) } ?? ""
    }
}
