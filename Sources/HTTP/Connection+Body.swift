/// The body of the request being handled.
extension Connection {
    /// See `HTTPRequestBody.collect(upTo:)`.
    func collectBody(upTo limit: Int, request: UInt64) async throws(HTTPBodyError) -> [UInt8] {
        try checkReadable(request)
        // RFC 9110 §15.5.14: what is announced as too large need not be received first.
        let limit = min(max(limit, 0), Int.max / 2)
        guard body.announced ?? 0 <= limit else { throw .tooLarge }
        var bytes: [UInt8] = []
        if let announced = body.announced { bytes.reserveCapacity(min(announced, bodyReadSize)) }
        while true {
            // One byte more than allowed, where there is one, tells a body too large.
            try body.take(from: &input, into: &bytes, limit: limit - bytes.count + 1)
            guard bytes.count <= limit else {
                body.fail(.tooLarge)
                throw .tooLarge
            }
            guard !body.isComplete else { return bytes }
            try await receiveBody(request)
        }
    }

    /// See `HTTPRequestBody.next(allowing:)`.
    func nextBodyPiece(
        request: UInt64, allowing time: Duration
    ) async throws(HTTPBodyError) -> [UInt8]? {
        try checkReadable(request)
        body.timeRemaining += time.nanoseconds
        var bytes: [UInt8] = []
        while true {
            try body.take(from: &input, into: &bytes, limit: bodyReadSize)
            guard bytes.isEmpty else { return bytes }
            guard !body.isComplete else { return nil }
            try await receiveBody(request)
        }
    }

    /// Reads on to the end of a body the handler left unread.
    ///
    /// - Returns: whether the next request can follow.
    func discardBody() async -> Bool {
        var remaining = loop.context.limits.discardedBodySize
        var discarded: [UInt8] = []
        do {
            while true {
                try body.take(from: &input, into: &discarded, limit: remaining + 1)
                remaining -= discarded.count
                discarded.removeAll(keepingCapacity: true)
                guard remaining >= 0 else { return false }
                if body.isComplete { return true }
                body.continueIsSettled()
                try await receiveBody(request)
            }
        } catch {
            return false
        }
    }

    private var bodyReadSize: Int { loop.context.limits.bodyReadSize }

    /// Whether the body is still this request's, and has not failed before.
    private func checkReadable(_ request: UInt64) throws(HTTPBodyError) {
        guard isOpen, request == self.request, handlingSince != nil || isStreaming else {
            throw .disconnected
        }
        if let failure = body.failure { throw failure }
    }

    /// Waits for more of the body in `input`.
    private func receiveBody(_ request: UInt64) async throws(HTTPBodyError) {
        let room = min(max(body.announced ?? bodyReadSize, 1024), bodyReadSize)
        var result = readAvailable(room: room)
        if case .wouldBlock = result {
            if body.awaitsContinue {
                // RFC 9110 §10.1.1: 100 invites the body; none is needed if it is already coming.
                body.continueIsSettled()
                output.append("HTTP/1.1 100 Continue\r\n\r\n")
            }
            let start = loop.now
            let wake = await receive(room: room, until: start + body.timeRemaining)
            guard request == self.request else { throw .disconnected }
            body.timeRemaining -= min(body.timeRemaining, loop.now - start)
            switch wake {
            case .ready: result = .bytes
            case .timedOut:
                body.fail(.timedOut)
                throw .timedOut
            case .draining, .closed: result = .end
            }
        }
        await takeTurn()
        guard case .bytes = result else {
            body.fail(.disconnected)
            throw .disconnected
        }
        body.continueIsSettled()
    }
}
