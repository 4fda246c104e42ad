import Allocation
import HTTP

/// `POST /api/explain`: what would be decided about a device or a request, and why a row of the history came to be.
struct ExplainEndpoint: Sendable {
    let explainer: Explainer
    let work: InventoryWork

    var routes: [Route] {
        [Route(.post, "/api/explain", .bearer([.auditor]), explain)]
    }

    private func explain(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try context.refuseQuery()
        let question = try await question(in: context)
        let now = work.surroundings.now
        return try await work.read { [explainer] () throws(StoreError) in
            guard let answer = try explainer.answer(to: question, at: now) else {
                return .failure(Problem(.notFound, "There is no such assignment."))
            }
            return .success(.json(.ok, answer.json))
        }
    }

    private func question(in context: RequestContext) async throws(Problem) -> ExplanationQuestion {
        let longest = AllocationRequest.largestBody
        let body: [UInt8]
        do throws(HTTPBodyError) {
            body = try await context.request.body.collect(upTo: longest)
        } catch {
            throw Problem(error.problemType, "The body may have \(longest) bytes, and must come in time.")
        }
        do throws(ExplanationQuestion.Fault) {
            return try ExplanationQuestion(json: body)
        } catch {
            switch error {
            case .malformedRequest(let error):
                throw Problem(.invalidBody, "DPS would be answered 400: \(error)")
            case .invalid(let faults):
                throw Problem(.invalidContent, "This cannot be explained.", faults: faults.faults)
            }
        }
    }
}
