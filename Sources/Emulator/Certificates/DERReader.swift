/// Reads values of the distinguished encoding rules (X.690) one after another, as far as certificates have them.
struct DERReader {
    private var rest: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        rest = bytes
    }

    var isAtEnd: Bool { rest.isEmpty }
    var nextTag: UInt8? { rest.first }

    /// The next value, if it has the tag and a definite length in its shortest form (X.690 §10.1).
    ///
    /// - Returns: its whole encoding and its contents; `nil` for anything else.
    mutating func next(_ tag: UInt8) -> (whole: ArraySlice<UInt8>, contents: ArraySlice<UInt8>)? {
        guard rest.first == tag, tag & 0x1F != 0x1F, rest.count >= 2 else { return nil }
        let start = rest.startIndex
        var length = Int(rest[start + 1])
        var contents = start + 2
        if length >= 0x80 {
            let octets = length - 0x80
            guard (1...3).contains(octets), rest.endIndex - contents >= octets, rest[contents] != 0 else {
                return nil
            }
            length = rest[contents..<contents + octets].reduce(0) { $0 << 8 | Int($1) }
            guard length >= 0x80 else { return nil }
            contents += octets
        }
        guard rest.endIndex - contents >= length else { return nil }
        let end = contents + length
        defer { rest = rest[end...] }
        return (rest[start..<end], rest[contents..<end])
    }
}
