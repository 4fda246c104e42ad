package import Allocation
import DelimitedText

/// Reads a file of devices that comes in pieces, row by row, and holds no more of it than a piece and a row.
///
/// A row that cannot be read is a row with a fault; reading goes on behind it. Push a piece, take all rows out of it, and so on;
/// then call `finish()` and take the rest.
package struct DeviceFileReader: Sendable {
    // One of the two, changed in place: a second name for the text would copy it with each piece.
    private var csv: CSVReader?
    private var ndjson: NDJSONReader?
    private var columns: ImportColumns?

    package init(_ form: FileForm) {
        switch form {
        case .csv: csv = CSVReader()
        case .ndjson: ndjson = NDJSONReader()
        }
    }

    package mutating func push(_ piece: [UInt8]) {
        csv?.push(piece)
        ndjson?.push(piece)
    }

    package mutating func finish() {
        csv?.finish()
        ndjson?.finish()
    }

    /// The next row.
    ///
    /// - Returns: `nil` when more is needed or, after `finish()`, when there is no more.
    /// - Throws: `DeviceFileError` when the file cannot be read any further.
    package mutating func next() throws(DeviceFileError) -> ImportRow? {
        var fault: ImportHeaderError?
        do throws(DelimitedTextError) {
            if let line = try ndjson?.next() {
                return ImportRow(line: line.number, json: Array(line.bytes))
            }
            while fault == nil, let record = try csv?.next() {
                guard let columns else {
                    fault = begin(with: record)
                    continue
                }
                let row = columns.row(line: record.line, bytes: record.bytes, fields: record.fields)
                if let row { return row }
            }
        } catch {
            guard !error.isFinal else { throw .unreadable(error.description) }
            return ImportRow(
                line: error.line, registrationID: "", patch: [:],
                faults: [ImportFault(in: nil, "column \(error.column): \(error.reason)")])
        }
        if let fault { throw .header(fault) }
        return nil
    }

    /// Whether what has been read so far had a header, or needs none.
    package var hasBegun: Bool { columns != nil || ndjson != nil }

    private mutating func begin(with record: CSVRecord) -> ImportHeaderError? {
        do throws(ImportHeaderError) {
            columns = try ImportColumns(header: record.texts)
            return nil
        } catch {
            return error
        }
    }
}
