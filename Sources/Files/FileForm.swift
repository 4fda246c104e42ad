/// How a file of records is written: devices, the rows of a plan, changes, decisions.
package enum FileForm: String, Sendable, CaseIterable {
    /// RFC 4180, and what spreadsheets make of it.
    case csv
    /// One JSON object a line.
    case ndjson

    /// So many bytes of a file are gathered before they are passed on.
    package static let pieceSize = 64 * 1_024

    /// The form that a file's name tells by its ending; `nil` for any other ending.
    package init?(ofFileNamed name: String) {
        let ending = name.lowercased().split(separator: ".").last ?? ""
        switch ending {
        case "csv", "tsv", "txt": self = .csv
        case "ndjson", "jsonl": self = .ndjson
        default: return nil
        }
    }

    /// The media type of what is sent; that of NDJSON is not registered, but is what is used.
    package var mediaType: String {
        switch self {
        // RFC 4180 §3
        case .csv: "text/csv; charset=utf-8; header=present"
        case .ndjson: "application/x-ndjson"
        }
    }
}
