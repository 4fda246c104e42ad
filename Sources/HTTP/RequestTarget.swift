/// A request target (RFC 9112 §3.2) as received: a path and perhaps a query, both percent-encoded.
package struct RequestTarget: Sendable {
    private let bytes: [UInt8]
    private let pathRange: Range<Int>
    private let queryRange: Range<Int>?

    /// The target in `range` of a request line.
    ///
    /// - Throws: 400 for what RFC 9112 §3.2 does not allow with this method.
    init(_ bytes: [UInt8], in range: Range<Int>, method: HTTPMethod) throws(RequestRefusal) {
        self.bytes = bytes
        let span = bytes.span
        guard !range.isEmpty else { throw .malformed }
        let text = span.extracting(range)
        for index in text.indices {
            // RFC 3986 §2: a URI is visible ASCII. RFC 9112 §3.2: a target has no fragment.
            guard text[index].isVisibleASCII, text[index] != UInt8(ascii: "#") else { throw .malformed }
        }
        var start = range.lowerBound
        if method == .connect {
            throw Self.refusal(ofTunnelTo: range, span)
        } else if span[start] == UInt8(ascii: "*") {
            // RFC 9112 §3.2.4: asterisk-form is for OPTIONS only.
            guard range.count == 1, method == .options else { throw .malformed }
        } else if span[start] != UInt8(ascii: "/") {
            // RFC 9112 §3.2.2: a server accepts absolute-form, though only proxies are sent it.
            start = try Self.endOfAuthority(span, in: range)
        }
        let end = range.upperBound
        let mark = span.firstIndex(of: UInt8(ascii: "?"), in: start..<end)
        pathRange = start..<(mark ?? end)
        queryRange = mark.map { ($0 + 1)..<end }
    }

    /// A target given as text, for requests made in memory; taken as path and query, unchecked.
    package init(_ text: String) {
        bytes = Array(text.utf8)
        let mark = bytes.firstIndex(of: UInt8(ascii: "?"))
        pathRange = 0..<(mark ?? bytes.count)
        queryRange = mark.map { [count = bytes.count] in ($0 + 1)..<count }
    }

    /// The path as received, percent-encoded; `*` in asterisk-form. Built anew at each call.
    package var path: String {
        // RFC 9110 §4.2.3: an empty path is the same as "/".
        pathRange.isEmpty ? "/" : String(decoding: bytes[pathRange], as: UTF8.self)
    }

    /// What follows the first `?`, as received, or nil without one. Built anew at each call.
    package var query: String? {
        queryRange.map { String(decoding: bytes[$0], as: UTF8.self) }
    }

    /// The path's segments, percent-decoded: `/a/b%2Fc` has `a` and `b/c`, and `/a/` has `a` and an
    /// empty one. Nil if any holds a bad escape or invalid UTF-8.
    package func pathSegments() -> [String]? {
        guard bytes[pathRange].first == UInt8(ascii: "/") else {
            return pathRange.isEmpty ? [""] : nil
        }
        var segments: [String] = []
        for segment in bytes[pathRange].dropFirst().split(
            separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        {
            guard let text = String(percentDecoding: segment) else { return nil }
            segments.append(text)
        }
        return segments
    }

    /// The query's items in order, decoded as `application/x-www-form-urlencoded` (so `+` is a space);
    /// an item without `=` has an empty value. Nil if any holds a bad escape or invalid UTF-8.
    package func queryItems() -> [(name: String, value: String)]? {
        guard let queryRange else { return [] }
        var items: [(name: String, value: String)] = []
        for item in bytes[queryRange].split(separator: UInt8(ascii: "&")) {
            let equals = item.firstIndex(of: UInt8(ascii: "=")) ?? item.endIndex
            guard let name = String(percentDecoding: item[..<equals], plusIsSpace: true),
                let value = String(percentDecoding: item[equals...].dropFirst(), plusIsSpace: true)
            else { return nil }
            items.append((name, value))
        }
        return items
    }

    /// The decoded value of the first query item of this name that decodes; nil without one. Other items do not matter: what
    /// a proxy or a person put beside it must not make it unreadable.
    package func queryItem(_ name: String) -> String? {
        guard let queryRange else { return nil }
        var start = queryRange.lowerBound
        while start < queryRange.upperBound {
            let rest = start..<queryRange.upperBound
            let end = bytes.span.firstIndex(of: UInt8(ascii: "&"), in: rest) ?? rest.upperBound
            let equals = bytes.span.firstIndex(of: UInt8(ascii: "="), in: start..<end) ?? end
            if text(in: start..<equals) == name, let value = text(in: min(equals + 1, end)..<end) {
                return value
            }
            start = end + 1
        }
        return nil
    }

    /// A part of the query, decoded; nil for a bad escape and for bytes that are not UTF-8.
    private func text(in range: Range<Int>) -> String? {
        let part = bytes[range]
        let isPlain =
            bytes.span.firstIndex(of: UInt8(ascii: "%"), in: range) == nil
            && bytes.span.firstIndex(of: UInt8(ascii: "+"), in: range) == nil
        // Most have nothing to decode. A target is visible ASCII, so this is UTF-8.
        return isPlain
            ? String(decoding: part, as: UTF8.self) : String(percentDecoding: part, plusIsSpace: true)
    }
}

extension RequestTarget {
    /// Where the path of an absolute-form begins: behind `http://` or `https://` and its authority.
    private static func endOfAuthority(
        _ span: Span<UInt8>, in range: Range<Int>
    ) throws(RequestRefusal) -> Int {
        for scheme: StaticString in ["http://", "https://"] {
            let start = range.lowerBound + scheme.utf8CodeUnitCount
            guard start < range.upperBound, span.equals(scheme, in: range.lowerBound..<start) else {
                continue
            }
            var end = start
            while end < range.upperBound, span[end] != UInt8(ascii: "/"), span[end] != UInt8(ascii: "?") {
                end += 1
            }
            // RFC 9110 §4.2.1: an http URI with an empty host is invalid.
            guard end > start, span[start] != .colon, span.isAuthority(start..<end) else { throw .malformed }
            return end
        }
        throw .malformed
    }

    /// RFC 9110 §9.3.6: 400 for CONNECT without host and port (RFC 9112 §3.2.3: it has no other form), and
    /// 501 with them, for no server here makes tunnels.
    private static func refusal(ofTunnelTo range: Range<Int>, _ span: Span<UInt8>) -> RequestRefusal {
        guard let colon = range.last(where: { span[$0] == .colon }), colon > range.lowerBound,
            span.isAuthority(range), range.upperBound - colon <= 6
        else { return .malformed }
        var port = 0
        for index in (colon + 1)..<range.upperBound {
            guard span[index].isDigit else { return .malformed }
            port = port * 10 + Int(span[index] &- 0x30)
        }
        return (1...65_535).contains(port) ? RequestRefusal(status: .notImplemented) : .malformed
    }
}

extension Span<UInt8> {
    /// Whether `range` is `uri-host [ ":" port ]` (RFC 9110 §7.2, RFC 3986 §3.2.2), which may be empty.
    func isAuthority(_ range: Range<Int>) -> Bool {
        var index = range.lowerBound
        let end = range.upperBound
        if index < end, self[index] == UInt8(ascii: "[") {
            index += 1
            while index < end,
                self[index].hexadecimalValue != nil
                    || self[index] == .colon || self[index] == UInt8(ascii: ".")
            { index += 1 }
            guard index < end, index > range.lowerBound + 2, self[index] == UInt8(ascii: "]") else {
                return false
            }
            index += 1
        } else {
            while index < end, self[index] != .colon {
                if self[index] == UInt8(ascii: "%") {
                    guard index + 2 < end, self[index + 1].hexadecimalValue != nil,
                        self[index + 2].hexadecimalValue != nil
                    else { return false }
                } else {
                    guard self[index].isRegisteredNameCharacter else { return false }
                }
                index += 1
            }
        }
        guard index < end else { return true }
        guard self[index] == .colon else { return false }
        return ((index + 1)..<end).allSatisfy { self[$0].isDigit }
    }
}

extension UInt8 {
    /// RFC 3986 §3.2.2: `unreserved` or `sub-delims`.
    fileprivate var isRegisteredNameCharacter: Bool {
        switch self {
        case UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "="):
            true
        case UInt8(ascii: "#"), UInt8(ascii: "%"), UInt8(ascii: "^"), UInt8(ascii: "`"), UInt8(ascii: "|"):
            false
        default: isTokenCharacter
        }
    }
}
