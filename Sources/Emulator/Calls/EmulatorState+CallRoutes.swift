import Allocation
import HTTP

extension EmulatorState {
    /// The calls of webhooks that are kept.
    ///
    /// - `GET /emulator/calls?limit=&below=&registrationId=`: `{"calls":[...],"next":"17"}`, newest first, at most `limit` (1 to
    ///   1,000; 100 without it) with numbers less than `below`, all or those of one registration ID; `next` is there when there are
    ///   more, and is what `below` must be for them. Problem details with 400 for a query that is not in order.
    /// - `GET /emulator/calls/{number}`: one of them as `WebhookCall.json` has it; problem details with 400 for what is no number and
    ///   404 for a call that is not kept.
    package func callRoutes() -> [EmulatorRoute] {
        [
            EmulatorRoute(.get, "emulator/calls") { self.list($0.request.target) },
            EmulatorRoute(.get, "emulator/calls/{number}") { self.one($0["number"]) },
        ]
    }

    private func list(_ target: RequestTarget) -> HTTPResponse {
        let selection: CallSelection
        do throws(QueryFault) {
            selection = try CallSelection(target)
        } catch {
            return .problem(.badRequest, error.description)
        }
        let page = callPage(
            limit: selection.limit, below: selection.below, of: selection.registrationID)
        var body: JSONObject = ["calls": .array(page.calls.map(\.json))]
        if page.hasMore { body["next"] = page.calls.last.map { .string(String($0.number)) } }
        return .json(.object(body))
    }

    private func one(_ text: String) -> HTTPResponse {
        guard let number = Int(digits: text) else {
            return .problem(.badRequest, "The number of a call is a whole number from 1.")
        }
        guard let call = calls(limit: 1, below: number + 1).first, call.number == number else {
            return .problem(.notFound, "There is no call \(number), or it is no longer kept.")
        }
        return .json(call.json)
    }
}
