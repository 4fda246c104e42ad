import Allocation
import SQLite

/// Reads a row of `devices` for a file, without looking into its documents.
struct DeviceRecordRow {
    /// Devices that were imported together have the same times; to write one as text costs more than the rest of the row.
    private var lastTime: (milliseconds: Int64, text: String)?

    /// - Parameter row: with `DeviceRow.columns`.
    /// - Returns: the device as a file has it.
    /// - Throws: `StoreError.inconsistent` when its labels cannot be read.
    mutating func record(from row: Row) throws -> DeviceRecord {
        let labels: [String]
        do throws(JSONError) {
            labels =
                try row.optionalText(8).map { text throws(JSONError) in try JSONValue(parsing: text) }?
                .array?.compactMap(\.string) ?? []
        } catch {
            throw StoreError.inconsistent("device \(row.text(0)): its labels: \(error)")
        }
        return DeviceRecord(
            registrationID: row.text(0), division: row.text(1), status: row.text(2),
            statusReason: row.optionalText(3),
            heldUntil: row.optionalInteger(4).map { Timestamp(milliseconds: $0).description },
            pinnedHub: row.optionalText(5), labels: labels, note: row.optionalText(9),
            twin: row.optionalText(6), payload: row.optionalText(7), revision: row.integer(10),
            createdAt: text(of: row.integer(11)), createdBy: row.text(12),
            updatedAt: text(of: row.integer(13)),
            updatedBy: row.text(14))
    }

    private mutating func text(of milliseconds: Int64) -> String {
        if let lastTime, lastTime.milliseconds == milliseconds { return lastTime.text }
        let text = Timestamp(milliseconds: milliseconds).description
        lastTime = (milliseconds, text)
        return text
    }
}
