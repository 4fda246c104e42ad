package import Allocation
package import HTTP

/// Calls webhooks as DPS does, keeps each call, and reports it in a line.
///
/// Which fields DPS sends is not known; those here are the content type and a name of our own.
package struct Webhook: WebhookAsking {
    private let transport: any HTTPTransport
    private let state: EmulatorState
    private let surroundings: Surroundings
    private let timeout: Duration
    private let schedule: RetrySchedule
    private let clock: any Clock<Duration>
    private let report: @Sendable (String) -> Void

    /// - Parameters:
    ///   - transport: what sends the calls.
    ///   - state: where they are kept.
    ///   - surroundings: for the time of a call and how long it took.
    ///   - timeout: the longest that one call may take.
    ///   - schedule: when a call is made again.
    ///   - clock: what is slept by between calls.
    ///   - report: given a line for each call, without key, twin and payload.
    package init(
        transport: any HTTPTransport, state: EmulatorState, surroundings: Surroundings, timeout: Duration,
        schedule: RetrySchedule = RetrySchedule(), clock: any Clock<Duration> = ContinuousClock(),
        report: @escaping @Sendable (String) -> Void
    ) {
        self.transport = transport
        self.state = state
        self.surroundings = surroundings
        self.timeout = timeout
        self.schedule = schedule
        self.clock = clock
        self.report = report
    }

    package func outcome(
        of question: AllocationQuestion, by definition: CustomAllocationDefinition
    ) async -> AllocationOutcome {
        let call = Call(
            question: question, url: definition.webhookURL, body: question.requestBody(for: definition))
        var attempt = 1
        while true {
            guard let verdict = await verdict(on: call, attempt: attempt) else { return Self.abandoned }
            switch verdict {
            case .assigned(let hub, let initialTwin, let payload, _):
                return .hub(hub, initialTwin: initialTwin, payload: payload)
            case .failed(let failure):
                return .failure(failure)
            case .retried:
                guard let interval = schedule.interval(after: attempt),
                    (try? await clock.sleep(for: interval)) != nil
                else { return Self.abandoned }
                attempt += 1
            }
        }
    }

    private struct Call {
        let question: AllocationQuestion
        let url: HTTPURL
        let body: [UInt8]
    }

    private static let abandoned = AllocationOutcome.failure(.notSent("the emulator is stopping"))

    /// Makes one call; `nil` when it was cut short because the emulator is stopping.
    private func verdict(on call: Call, attempt: Int) async -> Verdict? {
        let request = HTTPClientRequest(
            .post, call.url,
            fields: [
                (name: "Content-Type", value: "application/json; charset=utf-8"),
                (name: "User-Agent", value: "dps-emulator"),
            ],
            body: call.body)
        let at = surroundings.preciseNow
        let start = surroundings.monotonicNanoseconds()
        var answer: HTTPClientResponse?
        var verdict: Verdict
        do throws(HTTPClientError) {
            let received = try await transport.exchange(request, within: timeout)
            answer = received
            verdict = Verdict(on: received, from: call.url, linkedHubs: call.question.linkedHubs)
        } catch {
            guard !Task.isCancelled else { return nil }
            verdict = Verdict(on: error)
        }
        let end = surroundings.monotonicNanoseconds()
        let next = schedule.text(after: attempt)
        if next == nil { verdict = verdict.final }
        // The reason goes on with the registration, too. It may have words of the answer.
        verdict = verdict.redacted(by: SecretRedaction(call.url))
        keep(
            call, attempt: attempt, at: at, milliseconds: Int((end - min(start, end)) / 1_000_000),
            answer: answer, verdict: verdict, next: next)
        return verdict
    }

    private func keep(
        _ call: Call, attempt: Int, at: PreciseTime, milliseconds: Int, answer: HTTPClientResponse?,
        verdict: Verdict, next: String?
    ) {
        let redaction = SecretRedaction(call.url)
        let url = call.url.redacted
        let reason = verdict.reason
        let body = answer.map { redaction.redacted($0.body).prefix(AllocationRequest.largestBody) }
        state.record { number in
            WebhookCall(
                number: number, registrationID: call.question.registrationID,
                operationID: call.question.operationID, attempt: attempt, at: at, url: url,
                request: call.body, status: answer?.status.code,
                contentType: answer?.fields["content-type"].map { redaction.redacted($0).shown },
                answer: body.map(Array.init), milliseconds: milliseconds, verdict: verdict.word,
                reason: reason)
        }
        let what = answer.map { "\($0.status.code) in" } ?? "no answer after"
        let end =
            switch verdict {
            case .assigned: reason
            case .retried: reason + (next.map { "; \($0)" } ?? "")
            case .failed(let failure): "failed with \(failure.code): \(reason)"
            }
        report("\(call.question.registrationID) POST \(url) -> \(what) \(milliseconds) ms: \(end)")
    }
}
