// All that a client sends on one connection: requests must be found in the same places however the bytes arrive.

@_cdecl("LLVMFuzzerTestOneInput")
func fuzz(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let input = FuzzedBytes(start, count)
    let limits = input.limits
    var whole = ClientStream(limits: limits)
    whole.take(input.bytes[...])
    var pieces = ClientStream(limits: limits)
    var position = 0
    for cut in input.cuts {
        pieces.take(input.bytes[position..<cut])
        position = cut
    }
    check(
        whole.seen == pieces.seen, "what is read depends on how bytes arrive:\n\(whole.seen)\n\(pieces.seen)")
    return 0
}

/// Reads as `Connection` does, without a socket.
private struct ClientStream: ~Copyable {
    enum Seen: Equatable {
        case request(String, RequestHead.Framing)
        case body([UInt8])
        case refused(Int)
        case malformedBody
        case closing
    }

    private enum State { case head, body, over }

    private(set) var seen: [Seen] = []
    private let limits: HTTPLimits
    private var input = ByteQueue()
    private var scanner = RequestHeadScanner()
    private var reader = BodyReader()
    private var collected: [UInt8] = []
    private var keepsAlive = true
    private var state = State.head

    init(limits: HTTPLimits) { self.limits = limits }

    mutating func take(_ bytes: ArraySlice<UInt8>) {
        bytes.withUnsafeBytes { input.append($0) }
        while step() {}
    }

    /// Whether there may be more to do with what is here.
    private mutating func step() -> Bool {
        switch state {
        case .over: return false
        case .head: return readHead()
        case .body: return readBody()
        }
    }

    private mutating func readHead() -> Bool {
        switch scanner.scan(input.bytes, limits: limits) {
        case .incomplete: return false
        case .refused(let status): return end(.refused(status.code))
        case .complete(let range):
            input.removeFirst(range.lowerBound)
            do throws(RequestRefusal) {
                let head = try RequestHead(input.takeFirst(range.count), limits: limits)
                seen.append(.request("\(head.method) \(head.target.path)", head.framing))
                reader.begin(head, limits: limits)
                keepsAlive = head.keepsAlive
                state = .body
                return true
            } catch {
                return end(.refused(error.status.code))
            }
        }
    }

    private mutating func readBody() -> Bool {
        let before = input.count
        do throws(HTTPBodyError) {
            try reader.take(from: &input, into: &collected, limit: 5)
        } catch {
            return end(.malformedBody)
        }
        check(input.count <= before, "a body that gives bytes back")
        guard reader.isComplete else { return input.count < before }
        seen.append(.body(collected))
        collected = []
        guard keepsAlive else { return end(.closing) }
        scanner = RequestHeadScanner()
        state = .head
        return true
    }

    private mutating func end(_ last: Seen) -> Bool {
        seen.append(last)
        state = .over
        return false
    }
}
