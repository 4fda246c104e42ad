extension HTTPClientRequest {
    /// Fields that the client answers for, in lower case.
    private static let ownFields: Set = [
        "host", "content-length", "connection", "transfer-encoding", "expect",
    ]

    /// - Throws: `unsupported`, for a method that is no token, or a field that the client sets by itself or that would split the
    ///   request (RFC 9110 §5.5).
    func check() throws(HTTPClientError) {
        guard !method.rawValue.isEmpty, method.rawValue.utf8.allSatisfy(\.isTokenCharacter),
            method != .connect
        else { throw .unsupported("the method \(method.rawValue.debugDescription) cannot be sent") }
        for (name, value) in fields {
            guard !name.isEmpty, name.utf8.allSatisfy(\.isTokenCharacter),
                value.utf8.allSatisfy(\.isFieldValueByte), !Self.ownFields.contains(name.lowercased())
            else { throw .unsupported("the field \(name.debugDescription) cannot be sent") }
        }
    }

    /// RFC 9110 §8.6: a length of 0 is told where the method lets content be expected.
    var tellsLength: Bool { !body.isEmpty || [.post, .put, .patch].contains(method) }

    /// - Parameter isLast: whether no other follows on its connection. RFC 9112 §9.3 has a client that keeps no connections say so; the
    ///   server then closes first, and it is the server that keeps the port for a while.
    /// - Returns: the request as it is sent (RFC 9112 §3).
    func encoded(isLast: Bool) -> [UInt8] {
        var text = "\(method) \(url.target) HTTP/1.1\r\nHost: \(url.authority)\r\n"
        for (name, value) in fields { text += "\(name): \(value)\r\n" }
        if tellsLength { text += "Content-Length: \(body.count)\r\n" }
        if isLast { text += "Connection: close\r\n" }
        return Array((text + "\r\n").utf8) + body
    }
}
