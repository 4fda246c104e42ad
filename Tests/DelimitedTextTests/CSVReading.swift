import DelimitedText

/// What a reader makes of a text: its records and faults, in order.
struct CSVReading: Equatable {
    private(set) var records: [[String]] = []
    private(set) var lines: [Int] = []
    private(set) var faults: [String] = []
    private(set) var delimiter: UInt8?

    init(_ text: String, piece: Int = .max, limits: DelimitedTextLimits = .standard) {
        self.init(bytes: Array(text.utf8), piece: piece, limits: limits)
    }

    /// Reads `bytes` in pieces of so many bytes.
    init(bytes: [UInt8], piece: Int = .max, limits: DelimitedTextLimits = .standard) {
        var reader = CSVReader(limits: limits)
        var start = 0
        while start < bytes.count {
            let end = piece < bytes.count - start ? start + piece : bytes.count
            reader.push(Array(bytes[start..<end]))
            drain(&reader)
            start = end
        }
        reader.finish()
        drain(&reader)
        delimiter = reader.delimiter
    }

    private mutating func drain(_ reader: inout CSVReader) {
        while true {
            do throws(DelimitedTextError) {
                guard let record = try reader.next() else { return }
                records.append(record.texts)
                lines.append(record.line)
            } catch {
                faults.append(error.description.split(separator: ":").first.map(String.init) ?? "")
            }
        }
    }
}
