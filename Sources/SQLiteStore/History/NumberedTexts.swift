import Glibc
import SQLite

/// A table that keeps each of many recurring texts once, under a number, and the numbers that were asked for lately.
struct NumberedTexts {
    /// So much is remembered at most; beyond that the memory starts anew and the table is asked again.
    private static let capacity = 10_000
    /// Longer texts, in bytes, are looked up each time.
    private static let longestRemembered = 1_024

    private let connection: Connection
    private let select: Statement
    private let insert: Statement
    /// Texts are the same here when Swift takes them for the same, whatever code points they are made of; what was kept
    /// has to be what was sent, so the spelling is compared once more.
    private var numbers: [String: (spelling: String, number: Int64)] = [:]

    /// - Parameters:
    ///   - connection: inside a transaction whenever a number is asked for.
    ///   - select: finds the number of the text ?1.
    ///   - insert: adds the text ?1.
    /// - Throws: `SQLiteError` when there is no such table.
    init(on connection: Connection, select: String, insert: String) throws {
        self.connection = connection
        self.select = try connection.prepare(select)
        self.insert = try connection.prepare(insert)
    }

    mutating func forgetAll() {
        numbers.removeAll()
    }

    mutating func number(of text: String) throws -> Int64 {
        if let known = numbers[text], known.spelling.isSpelled(like: text) { return known.number }
        let number = try select.first(.text(text)) { $0.integer(0) } ?? add(text)
        guard text.utf8.count <= Self.longestRemembered else { return number }
        if numbers.count >= Self.capacity { numbers.removeAll() }
        numbers[text] = (text, number)
        return number
    }

    private func add(_ text: String) throws -> Int64 {
        try insert.run(.text(text))
        return connection.lastInsertedRowID
    }
}

extension String {
    /// Whether the two are the same bytes of UTF-8.
    func isSpelled(like other: String) -> Bool {
        let (text, other) = (utf8.span, other.utf8.span)
        guard text.count == other.count else { return false }
        return text.withUnsafeBytes { one in
            other.withUnsafeBytes { two in
                guard let start = one.baseAddress, let other = two.baseAddress else { return true }
                return memcmp(start, other, one.count) == 0
            }
        }
    }
}
