import Allocation
import HTTP

/// `POST /api/allocate`: DPS asks, and the answer leaves when its row of the history is durable.
struct AllocateEndpoint: Sendable {
    /// What is said when the matter may be otherwise in a moment: DPS comes again.
    static let tryAgain = HTTPResponse.text(.serviceUnavailable, "Try again.", fields: [("retry-after", "1")])

    let inventory: any DecisionInventory
    let recorder: any AssignmentRecorder
    let metrics: Metrics
    let surroundings: Surroundings
    let report: @Sendable (String) -> Void

    func respond(to context: RequestContext) async -> HTTPResponse {
        let start = surroundings.monotonicNanoseconds()
        let body: [UInt8]
        do throws(HTTPBodyError) {
            body = try await context.request.body.collect(upTo: AllocationRequest.largestBody)
        } catch {
            return refusal(of: error)
        }
        let request: AllocationRequest
        do throws(MalformedRequest) {
            request = try AllocationRequest(json: body)
        } catch {
            metrics.count(.malformedRequest)
            return .text(ReasonCode.malformedRequest.status, error.description)
        }
        do throws(StoreError) {
            let decision = try await decide(request, in: context)
            metrics.count(decision.reason)
            metrics.countDuration(nanoseconds: surroundings.monotonicNanoseconds() &- start)
            return HTTPResponse(answering: decision)
        } catch {
            metrics.count(.unavailable)
            report("a decision could not be made or recorded: \(error)")
            return Self.tryAgain
        }
    }

    /// Returns when the decision is durable, and not before.
    private func decide(_ request: AllocationRequest, in context: RequestContext) async throws(StoreError)
        -> Decision
    {
        var noSteps: [DecisionStep]?
        let now = surroundings.now
        let decision = try Allocator.decide(
            request, at: now, readingStandingBy: inventory.standing, explainingInto: &noSteps)
        try await recorder.record(
            Assignment(
                decidedAt: now, requestID: context.id, request: request, decision: decision),
            holdingThread: context.request.cameAlone)
        return decision
    }

    private func refusal(of error: HTTPBodyError) -> HTTPResponse {
        switch error {
        case .timedOut, .disconnected:
            // A line that stalls is a transient fault, which DPS must never see below 429: so 503, and not
            // 408.
            metrics.count(.unavailable)
            return Self.tryAgain
        case .tooLarge:
            metrics.count(.malformedRequest)
            return .text(error.status, "The body has more than \(AllocationRequest.largestBody) bytes.")
        case .malformed:
            metrics.count(.malformedRequest)
            return .text(error.status, "The body's framing is malformed.")
        }
    }
}
