// Heads: what the scanner and the reader accept must hold, however the bytes arrive.

@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = FuzzedBytes(start, count)
    let limits = input.limits
    let whole = input.withBytes { bytes in scan(bytes, cuts: [bytes.count], limits: limits) }
    let pieces = input.withBytes { bytes in scan(bytes, cuts: input.cuts, limits: limits) }
    check(whole == pieces, "the scanner's verdict depends on how bytes arrive")
    guard case .complete(let range) = whole else { return 0 }

    let bytes = Array(input.bytes[range])
    check(bytes.suffix(4).elementsEqual("\r\n\r\n".utf8), "a head without its empty line")
    do throws(RequestRefusal) {
        checkAccepted(try RequestHead(bytes, limits: limits), bytes)
    } catch {
        check((400...599).contains(error.status.code), "a refusal with the status \(error.status)")
    }
    return 0
}

private func scan(
    _ bytes: UnsafeRawBufferPointer, cuts: [Int], limits: HTTPLimits
) -> RequestHeadScanner.Outcome {
    var scanner = RequestHeadScanner()
    for cut in cuts {
        let outcome = scanner.scan(UnsafeRawBufferPointer(rebasing: bytes[..<cut]), limits: limits)
        if outcome != .incomplete { return outcome }
    }
    return .incomplete
}

/// Reads an accepted head again in the plainest way, and compares.
private func checkAccepted(_ head: RequestHead, _ bytes: [UInt8]) {
    let lines = PlainHead(bytes)
    check(lines.method == head.method.rawValue, "another method")
    check(lines.fields.count == head.fields.count, "another number of fields")
    for (plain, field) in zip(lines.fields, head.fields.all) {
        check(plain.name == field.name && plain.value == field.value, "another field: \(field)")
        check(head.fields.contains(field.name), "a field that is not found by its name")
    }
    let lengths = lines.values(of: "content-length")
    let codings = lines.values(of: "transfer-encoding")
    check(lengths.count <= 1 && codings.count <= 1, "two lines of framing")
    check(lengths.isEmpty || codings.isEmpty, "two kinds of framing")
    switch head.framing {
    case .chunked:
        check(codings.first?.lowercased() == "chunked", "chunked without its coding")
        check(!head.isVersion10, "a coding in HTTP/1.0")
    case .length(let length):
        check(codings.isEmpty, "a coding that is ignored")
        check(Int(lengths.first ?? "0") == length, "another length")
        check(lengths.first?.utf8.allSatisfy { (0x30...0x39).contains($0) } ?? true, "a length of no digits")
    }
    let hosts = lines.values(of: "host").count
    check(hosts == 1 || head.isVersion10 && hosts == 0, "\(hosts) hosts")
    check(head.target.path.hasPrefix("/") || head.target.path == "*", "a path that is none")
    _ = (
        head.target.query, head.target.pathSegments(), head.target.queryItems(), head.target.queryItem("code")
    )
}

/// A head taken apart by splitting, with strings.
private struct PlainHead {
    let method: String
    let fields: [(name: String, value: String)]

    init(_ bytes: [UInt8]) {
        var lines: [[UInt8]] = [[]]
        for (index, byte) in bytes.enumerated() {
            if byte == 0x0A {
                check(index > 0 && bytes[index - 1] == 0x0D, "a bare line feed in an accepted head")
                lines.append([])
            } else {
                check(byte != 0x0D || index + 1 < bytes.count && bytes[index + 1] == 0x0A, "a bare CR")
                check(byte != 0, "a NUL in an accepted head")
                if byte != 0x0D { lines[lines.count - 1].append(byte) }
            }
        }
        method = String(decoding: lines[0].prefix { $0 != 0x20 }, as: UTF8.self)
        fields = lines.dropFirst().filter { !$0.isEmpty }.map { line in
            let colon = line.firstIndex(of: 0x3A) ?? line.endIndex
            check(colon < line.endIndex && colon > 0, "a field line without a name or colon")
            check(!line[..<colon].contains { $0 <= 0x20 || $0 >= 0x7F }, "a name that is no token")
            let isBlank = { (byte: UInt8) in byte == 0x20 || byte == 0x09 }
            let value = line[(colon + 1)...].drop(while: isBlank)
            let end = value.lastIndex { !isBlank($0) }.map { $0 + 1 } ?? value.startIndex
            return (
                String(decoding: line[..<colon], as: UTF8.self),
                String(decoding: value[..<end], as: UTF8.self)
            )
        }
    }

    func values(of name: String) -> [String] {
        fields.filter { $0.name.lowercased() == name }.map(\.value)
    }
}
