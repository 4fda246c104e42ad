/// Reads one answer out of bytes that come in pieces, and is strict and bounded.
struct AnswerReader: ~Copyable {
    private let method: HTTPMethod
    private let bodyLimit: Int
    private let limits: HTTPLimits
    private var input = ByteQueue()

    /// Whether a byte of the answer has come.
    private(set) var hasBegun = false
    /// Whether the answer is whole, nothing came behind it, and the server lets the connection go on.
    private(set) var leavesConnectionOpen = false
    /// Whether the end of the connection was the end of the content.
    private(set) var endsWithConnection = false

    /// More interim answers than any server has a reason for.
    private static let interimLimit = 16

    init(method: HTTPMethod, bodyLimit: Int, limits: HTTPLimits) {
        self.method = method
        self.bodyLimit = bodyLimit
        self.limits = limits
    }

    /// Reads the final answer.
    ///
    /// - Parameter more: adds to the bytes received; false at their end.
    /// - Returns: the whole answer.
    /// - Throws: `disconnected` if they end too early, `malformed`, `tooLarge`, and what `more` throws.
    mutating func response(
        _ more: (inout ByteQueue) throws(HTTPClientError) -> Bool
    ) throws(HTTPClientError) -> HTTPClientResponse {
        for _ in 0...Self.interimLimit {
            let head = try head(more)
            // RFC 9110 §15.2: interim answers may come at any time before the final one, and are passed over.
            guard head.status.code >= 200 else {
                // RFC 9110 §15.2.2: nobody asked for another protocol.
                guard head.status.code != 101 else { throw .malformed("it changes to another protocol") }
                continue
            }
            let body = try content(head, more)
            leavesConnectionOpen = head.keepsAlive && !endsWithConnection && input.isEmpty
            return HTTPClientResponse(status: head.status, fields: head.fields, body: body)
        }
        throw .malformed("it has more than \(Self.interimLimit) interim answers")
    }

    private mutating func receive(
        _ more: (inout ByteQueue) throws(HTTPClientError) -> Bool
    ) throws(HTTPClientError) -> Bool {
        guard try more(&input) else { return false }
        hasBegun = true
        return true
    }

    private mutating func head(
        _ more: (inout ByteQueue) throws(HTTPClientError) -> Bool
    ) throws(HTTPClientError) -> AnswerHead {
        var scanner = RequestHeadScanner()
        while true {
            switch scanner.scan(input.bytes, limits: limits) {
            case .incomplete:
                guard try receive(more) else { throw .disconnected }
            case .complete(let range):
                guard range.lowerBound == 0 else { throw .malformed("it begins with an empty line") }
                return try AnswerHead(input.takeFirst(range.upperBound), limits: limits)
            case .refused(.badRequest): throw .malformed("a line of its head does not end in CR LF")
            case .refused: throw .malformed("its head is larger than \(limits.fieldSectionSize) bytes")
            }
        }
    }

    private mutating func content(
        _ head: AnswerHead, _ more: (inout ByteQueue) throws(HTTPClientError) -> Bool
    ) throws(HTTPClientError) -> [UInt8] {
        // RFC 9112 §6.3: these end with their head, whatever its fields say.
        guard method != .head, !head.status.forbidsContent else { return [] }
        switch head.framing {
        case .length(let length):
            guard length <= bodyLimit else { throw .tooLarge(bodyLimit) }
            while input.count < length {
                guard try receive(more) else { throw .disconnected }
            }
            return input.takeFirst(length)
        case .chunked: return try chunkedContent(more)
        case nil:
            endsWithConnection = true
            while input.count <= bodyLimit {
                guard try receive(more) else { return input.takeFirst(input.count) }
            }
            throw .tooLarge(bodyLimit)
        }
    }

    private mutating func chunkedContent(
        _ more: (inout ByteQueue) throws(HTTPClientError) -> Bool
    ) throws(HTTPClientError) -> [UInt8] {
        var decoder = ChunkedDecoder(overheadLimit: limits.fieldSectionSize)
        var body: [UInt8] = []
        while true {
            do throws(ChunkedDecoder.Malformed) {
                let room = bodyLimit + 1 - body.count
                input.removeFirst(try decoder.decode(input.bytes, into: &body, limit: room))
            } catch {
                throw .malformed("a chunk of its content is not valid")
            }
            guard body.count <= bodyLimit else { throw .tooLarge(bodyLimit) }
            if decoder.isComplete { return body }
            guard try receive(more) else { throw .disconnected }
        }
    }
}
