/// The life of a connection: request, answer, and again.
extension Connection {
    private static let headReadRoom = 2048
    /// Content up to this size is copied behind its head and sent with it.
    private static let copiedContentSize = 16 * 1024
    /// Held-back answers are sent once they amount to this.
    private static let heldBackSize = 64 * 1024

    /// Serves requests until the connection closes.
    func serve() async {
        while let head = await nextHead() {
            body.begin(head, limits: loop.context.limits)
            beginHandling()
            let request = HTTPRequest(
                head, body: HTTPRequestBody(connection: self, request: request), cameAlone: loop.isQuiet,
                peer: peer)
            let response = await loop.context.handler.respond(to: request)
            handlingSince = nil
            guard isOpen, await answer(head, with: response) else { break }
            guard await discardBody() else { break }
            // A client that pipelines without end must not have the loop to itself.
            if !input.isEmpty { await takeTurn() }
        }
        await finish()
    }

    /// The next request's head; nil when the connection is over, refusals answered.
    private func nextHead() async -> RequestHead? {
        let limits = loop.context.limits
        let times = loop.context.times
        var scanner = RequestHeadScanner()
        var deadline = loop.now + times.idle
        isIdle = true
        defer { isIdle = false }
        while true {
            switch scanner.scan(input.bytes, limits: limits) {
            case .complete(let range):
                holdBack()
                if output.count > Self.heldBackSize, await flush() != .sent { return fail() }
                input.removeFirst(range.lowerBound)
                let bytes = input.takeFirst(range.count)
                do {
                    return try RequestHead(bytes, limits: limits)
                } catch {
                    return refuse(error.status, beginning: bytes[...])
                }
            case .refused(let status): return refuse(status, beginning: scanner.beginning(of: input.bytes))
            case .incomplete: break
            }
            if isIdle, !input.isEmpty {
                isIdle = false
                deadline = loop.now + times.headRead
            }
            switch await receive(
                room: max(Self.headReadRoom, limits.initialReadSize - input.count), until: deadline)
            {
            case .ready: break
            // RFC 9110 §15.5.9: 408 for a request that does not come in time; silence needs no answer.
            case .timedOut:
                guard !input.isEmpty else { return nil }
                return refuse(.requestTimeout, beginning: scanner.beginning(of: input.bytes))
            case .draining, .closed: return nil
            }
        }
    }

    /// Waits for bytes in `input`; what is to be sent is sent first.
    func receive(room: Int, until deadline: Nanoseconds) async -> Wake {
        while true {
            switch readAvailable(room: room) {
            case .bytes:
                await takeTurn()
                return .ready
            case .end: return .closed
            case .wouldBlock: break
            }
            switch await flush() {
            case .sent: break
            case .timedOut, .failed: return .closed
            }
            if isIdle, loop.isDraining { return .draining }
            switch await wait(for: .reading, until: deadline) {
            case .ready: break
            // A request may have arrived that epoll has not reported yet: it is still served.
            case .draining: assumeReadable()
            case .timedOut: return .timedOut
            case .closed: return .closed
            }
        }
    }

    /// Drops the connection without a word more.
    private func fail() -> RequestHead? {
        close()
        return nil
    }

    /// Answers a request the engine does not let pass; the connection ends with it.
    private func refuse(_ status: HTTPStatus, beginning: ArraySlice<UInt8>) -> RequestHead? {
        body.fail(.malformed)
        let text = "\(status)\n"
        loop.context.encoder.encodeHead(
            status, fields: [("Content-Type", "text/plain; charset=utf-8")],
            framing: .length(text.utf8.count), connection: .close, date: loop.dateLine, into: &output)
        // RFC 9110 §9.3.2: no content for HEAD, be it refused.
        if !beginning.starts(with: "HEAD ".utf8) { output.append(text) { _ in true } }
        loop.context.configuration.onEvent(.requestRefused(status, remoteAddress: peer?.host ?? ""))
        return nil
    }

    /// Sends a handler's answer, or puts it in `output`.
    ///
    /// - Returns: whether the connection goes on.
    private func answer(_ head: RequestHead, with response: HTTPResponse) async -> Bool {
        let status = ResponseEncoder.sendable(response.status)
        // RFC 9110 §9.3.2: HEAD is answered like GET, without the content.
        let hasContent = head.method != .head && !status.forbidsContent
        var persists =
            head.keepsAlive && !loop.isDraining && !ResponseEncoder.asksToClose(response.fields)
            && body.isDiscardable(upTo: loop.context.limits.discardedBodySize, received: input.count)
        let framing: ResponseEncoder.Framing
        switch response.body {
        case _ where status.forbidsContent: framing = .none
        case .bytes(let bytes): framing = .length(bytes.count)
        // RFC 9112 §6.1: no transfer coding for an HTTP/1.0 client.
        case .stream where head.isVersion10:
            framing = .untilClose
            persists = false
        case .stream: framing = .chunked
        }
        let field: ResponseEncoder.ConnectionField =
            persists ? (head.isVersion10 ? .keepAlive : .implied) : .close
        loop.context.encoder.encodeHead(
            status, fields: response.fields, framing: framing, connection: field, date: loop.dateLine,
            into: &output)
        guard hasContent else { return persists }
        switch response.body {
        case .bytes(let bytes) where bytes.count <= Self.copiedContentSize: output.append(bytes)
        case .bytes(let bytes):
            guard await send(bytes) == .sent else { return cut() }
        case .stream(let produce):
            guard await stream(produce, isChunked: framing == .chunked) else { return cut() }
        }
        return persists
    }

    private func cut() -> Bool {
        close()
        return false
    }

    /// Ends the connection after its last answer.
    private func finish() async {
        guard isOpen, await flush() == .sent else { return close() }
        // RFC 9112 §9.6: to close while the client still sends would reset the connection, and the client
        // might lose the answer; so the write side closes first, and input is discarded for a while.
        if !body.isComplete || !input.isEmpty {
            shutDownWriting()
            await discardInput()
        }
        close()
    }

    private func discardInput() async {
        let deadline = loop.now + loop.context.times.linger
        var remaining = loop.context.limits.lingerSize
        while remaining > 0 {
            remaining -= input.count
            input.removeAll()
            guard await receive(room: loop.context.limits.initialReadSize, until: deadline) == .ready else {
                return
            }
        }
    }
}
