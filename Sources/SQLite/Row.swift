internal import CSQLite

/// The row that a statement stands on. Valid only inside the closure that it is handed to.
package struct Row {
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer) {
        self.handle = handle
    }

    /// The integer in a column, counted from 0; NULL reads as 0.
    package func integer(_ column: Int32) -> Int64 {
        sqlite3_column_int64(handle, column)
    }

    package func optionalInteger(_ column: Int32) -> Int64? {
        isNull(column) ? nil : integer(column)
    }

    /// The text in a column; NULL reads as the empty string.
    package func text(_ column: Int32) -> String {
        guard let start = sqlite3_column_text(handle, column) else { return "" }
        let count = Int(sqlite3_column_bytes(handle, column))
        return String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    }

    package func optionalText(_ column: Int32) -> String? {
        isNull(column) ? nil : text(column)
    }

    /// The bytes in a column; NULL reads as none.
    package func blob(_ column: Int32) -> [UInt8] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        return Array(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
    }

    /// The blob in a column as big-endian words of 8 bytes; a rest of fewer is left out.
    package func words(_ column: Int32) -> [UInt64] {
        guard let start = sqlite3_column_blob(handle, column) else { return [] }
        let bytes = UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column)))
        return (0..<bytes.count / 8).map {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self))
        }
    }

    /// The 32 bytes of a blob as four big-endian words; `nil` for NULL and for a blob of another length.
    package func fourWords(_ column: Int32) -> (UInt64, UInt64, UInt64, UInt64)? {
        guard let start = sqlite3_column_blob(handle, column), sqlite3_column_bytes(handle, column) == 32
        else { return nil }
        let bytes = UnsafeRawBufferPointer(start: start, count: 32)
        func word(_ index: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
        }
        return (word(0), word(1), word(2), word(3))
    }

    /// The 16 bytes of a blob as two big-endian words; `nil` for NULL and for a blob of another length.
    package func twoWords(_ column: Int32) -> (UInt64, UInt64)? {
        guard let start = sqlite3_column_blob(handle, column), sqlite3_column_bytes(handle, column) == 16
        else { return nil }
        let bytes = UnsafeRawBufferPointer(start: start, count: 16)
        return (
            UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
        )
    }

    private func isNull(_ column: Int32) -> Bool {
        sqlite3_column_type(handle, column) == SQLITE_NULL
    }
}
