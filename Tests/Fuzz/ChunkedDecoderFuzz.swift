// Chunked bodies: the decoder must do as a plain reader of RFC 9112 §7.1 does, however the bytes arrive.

@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = FuzzedBytes(start, count)
    let limit = 160
    let whole = decode(input, cuts: [count], limit: Int.max / 2, overhead: limit)
    let pieces = decode(input, cuts: input.cuts, limit: 1 + count % 7, overhead: limit)
    check(whole == pieces, "the decoder's verdict depends on how bytes arrive")
    // The plain reader knows no bound, and only whole bodies.
    guard count <= limit else { return 0 }
    let complete = whole?.length == nil ? nil : whole
    check(complete == PlainChunks.read(input.bytes), "a plain reader differs")
    return 0
}

/// What became of a body: its data, and how many bytes it took if it ended; nil if it is malformed.
struct Decoded: Equatable {
    var data: [UInt8]
    var length: Int?
}

private func decode(_ input: FuzzedBytes, cuts: [Int], limit: Int, overhead: Int) -> Decoded? {
    var decoder = ChunkedDecoder(overheadLimit: overhead)
    var queue = ByteQueue()
    var data: [UInt8] = []
    var position = 0
    for cut in cuts {
        input.bytes[position..<cut].withUnsafeBytes { queue.append($0) }
        position = cut
        // As long as there is progress: the limit may have stopped the decoder.
        while !queue.isEmpty, !decoder.isComplete {
            let before = data.count
            do throws(ChunkedDecoder.Malformed) {
                let used = try decoder.decode(queue.bytes, into: &data, limit: limit)
                check(used > 0, "no progress")
                queue.removeFirst(used)
            } catch {
                return nil
            }
            check(data.count <= before + limit, "more data than asked for")
        }
    }
    return Decoded(data: data, length: decoder.isComplete ? position - queue.count : nil)
}

/// Reads a complete chunked body from an array, line by line; nil for any other.
private enum PlainChunks {
    static func read(_ bytes: [UInt8]) -> Decoded? {
        var data: [UInt8] = []
        var position = 0
        while let line = line(in: bytes, from: position) {
            guard let size = size(of: line) else { return nil }
            position = line.endIndex + 2
            if size == 0 {
                return endOfTrailers(in: bytes, from: position).map { Decoded(data: data, length: $0) }
            }
            guard size <= bytes.count - position - 2 else { return nil }
            data += bytes[position..<(position + size)]
            position += size
            guard bytes[position] == 0x0D, bytes[position + 1] == 0x0A else { return nil }
            position += 2
        }
        return nil
    }

    /// A line without its CRLF, if it is there and has no other control bytes than tabs.
    private static func line(in bytes: [UInt8], from start: Int) -> ArraySlice<UInt8>? {
        guard let end = bytes[start...].firstIndex(of: 0x0D), end + 1 < bytes.count, bytes[end + 1] == 0x0A
        else { return nil }
        let line = bytes[start..<end]
        return line.allSatisfy { $0 == 0x09 || $0 >= 0x20 && $0 != 0x7F } ? line : nil
    }

    private static func size(of line: ArraySlice<UInt8>) -> Int? {
        let digits = line.prefix { $0 < 0x80 && Character(Unicode.Scalar($0)).isHexDigit }
        let rest = line[digits.endIndex...]
        let extensions = rest.drop { $0 == 0x20 || $0 == 0x09 }
        guard rest.isEmpty || extensions.first == 0x3B, digits.count <= 16 else { return nil }
        return Int(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static func endOfTrailers(in bytes: [UInt8], from start: Int) -> Int? {
        let delimiters = Array("\"(),/:;<=>?@[\\]{}".utf8)
        var position = start
        while let line = line(in: bytes, from: position) {
            position = line.endIndex + 2
            if line.isEmpty { return position }
            guard let colon = line.firstIndex(of: 0x3A), colon > line.startIndex else { return nil }
            let name = line[..<colon]
            guard name.allSatisfy({ $0 > 0x20 && $0 < 0x7F && !delimiters.contains($0) }) else { return nil }
        }
        return nil
    }
}
