/// Where one request's body stands: what is still to come, and whether it has failed.
struct BodyReader {
    private enum Framing {
        case length(remaining: Int)
        case chunked(ChunkedDecoder)
    }

    private var framing = Framing.length(remaining: 0)
    private(set) var failure: HTTPBodyError?
    /// The client waits for `100 Continue` before it sends the body, and has not been sent it.
    private(set) var awaitsContinue = false
    /// What is left of the time the body may be waited for.
    var timeRemaining: Nanoseconds = 0

    mutating func begin(_ head: RequestHead, limits: borrowing HTTPLimits) {
        switch head.framing {
        case .length(let length): framing = .length(remaining: length)
        case .chunked: framing = .chunked(ChunkedDecoder(overheadLimit: limits.fieldSectionSize))
        }
        failure = nil
        awaitsContinue = head.expectsContinue && head.framing != .length(0)
        timeRemaining = limits.bodyTimeout.nanoseconds
    }

    /// Makes the body unreadable from now on, and the connection unfit for another request.
    mutating func fail(_ error: HTTPBodyError) { failure = error }

    mutating func continueIsSettled() { awaitsContinue = false }

    var isComplete: Bool {
        switch framing {
        case .length(let remaining): remaining == 0 && failure == nil
        case .chunked(let decoder): decoder.isComplete && failure == nil
        }
    }

    /// Bytes still to come, where the client has announced it.
    var announced: Int? {
        if case .length(let remaining) = framing { remaining } else { nil }
    }

    /// Whether an unread rest is, or may turn out, small enough to read it for the connection's sake.
    func isDiscardable(upTo limit: Int, received: Int) -> Bool {
        guard failure == nil else { return false }
        guard !isComplete else { return true }
        // RFC 9110 §10.1.1: after a final answer instead of 100, whether the body follows is not known.
        if awaitsContinue, received == 0 { return false }
        return (announced ?? 0) <= limit
    }

    /// Moves at most `limit` bytes of the body from `input` to `output`.
    mutating func take(
        from input: inout ByteQueue, into output: inout [UInt8], limit: Int
    ) throws(HTTPBodyError) {
        switch framing {
        case .length(let remaining):
            let count = min(remaining, input.count, limit)
            output.append(contentsOf: input.bytes.prefix(count))
            input.removeFirst(count)
            framing = .length(remaining: remaining - count)
        case .chunked(var decoder):
            do {
                input.removeFirst(try decoder.decode(input.bytes, into: &output, limit: limit))
            } catch {
                failure = .malformed
                throw .malformed
            }
            framing = .chunked(decoder)
        }
    }
}
