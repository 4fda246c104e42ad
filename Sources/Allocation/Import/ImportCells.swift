/// The cells of one row as they are read, with the faults found so far.
struct ImportCells {
    let bytes: [UInt8]
    let fields: [Range<Int>]
    private(set) var faults: [ImportFault] = []

    init(bytes: [UInt8], fields: [Range<Int>]) {
        self.bytes = bytes
        self.fields = fields
    }

    mutating func report(_ message: String, in column: String?) {
        faults.append(ImportFault(in: column, message))
    }

    func isEmpty(_ index: Int) -> Bool { index >= fields.count || fields[index].isEmpty }

    /// The text of a cell; `nil` if it is empty.
    func text(_ index: Int) -> String? {
        isEmpty(index) ? nil : String(decoding: bytes[fields[index]], as: UTF8.self)
    }

    /// The value that a cell sets; null if it is empty or at fault.
    mutating func value(_ index: Int, _ column: ImportColumn) -> JSONValue {
        guard let text = text(index) else { return .null }
        switch column.content {
        case .labels:
            do throws(JSONError) {
                return try LabelsCell.labels(of: text)
            } catch {
                report("is no list of labels; \(error)", in: column.name)
                return .null
            }
        case .json:
            do throws(JSONError) {
                return try JSONValue(parsing: Array(bytes[fields[index]]))
            } catch {
                report("is not JSON; \(error)", in: column.name)
                return .null
            }
        case .member: return member(index, text)
        case .text, .registrationID, .etag, .readOnly, .nameless: return .string(text)
        }
    }

    private func member(_ index: Int, _ text: String) -> JSONValue {
        switch bytes[fields[index].lowerBound] {
        case UInt8(ascii: "t"), UInt8(ascii: "f"), UInt8(ascii: "T"), UInt8(ascii: "F"):
            switch text {
            case "true", "TRUE", "True": return true
            case "false", "FALSE", "False": return false
            default: return .string(text)
            }
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "{"), UInt8(ascii: "["),
            UInt8(ascii: "\""):
            return (try? JSONValue(parsing: Array(bytes[fields[index]]))) ?? .string(text)
        default:
            return .string(text)
        }
    }
}
