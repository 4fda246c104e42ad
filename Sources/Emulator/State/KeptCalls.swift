/// The last calls, at most so many; a new one takes the place of the oldest without moving the others.
struct KeptCalls: Sendable {
    private let limit: Int
    private var calls: [WebhookCall] = []
    /// Where the oldest is.
    private var start = 0

    init(limit: Int) {
        self.limit = limit
    }

    mutating func append(_ call: WebhookCall) {
        if calls.count < limit {
            calls.append(call)
        } else if limit > 0 {
            calls[start] = call
            start = (start + 1) % limit
        }
    }

    var oldestFirst: [WebhookCall] { Array(calls[start...] + calls[..<start]) }

    /// Newest first, at most so many that satisfy the condition.
    func newest(_ most: Int, where condition: (WebhookCall) -> Bool) -> [WebhookCall] {
        var found: [WebhookCall] = []
        for offset in stride(from: calls.count - 1, through: 0, by: -1) where found.count < most {
            let call = calls[(start + offset) % calls.count]
            if condition(call) { found.append(call) }
        }
        return found
    }
}
