/// The last calls, bounded in number and in bytes.
struct KeptCalls: Sendable {
    /// Of requests and answers together.
    static let mostBytes = 256 << 20
    /// Of those that are shown at once.
    static let mostShownBytes = 8 << 20

    private let limit: Int
    /// Oldest first; those before `start` are forgotten.
    private var calls: [WebhookCall?] = []
    private var start = 0
    private var bytes = 0

    init(limit: Int) {
        self.limit = limit
    }

    mutating func append(_ call: WebhookCall) {
        calls.append(call)
        bytes += call.size
        while calls.count - start > limit || bytes > Self.mostBytes {
            bytes -= calls[start]?.size ?? 0
            calls[start] = nil
            start += 1
        }
        // Once in a while, so that each call is moved once on the average.
        if start > 1_024, start > calls.count / 2 {
            calls.removeFirst(start)
            start = 0
        }
    }

    var oldestFirst: [WebhookCall] { calls[start...].compactMap(\.self) }

    /// Newest first, at most so many that satisfy the condition, and fewer when they are large.
    ///
    /// - Returns: the calls, and whether there are more.
    func newest(
        _ most: Int, where condition: (WebhookCall) -> Bool
    ) -> (calls: [WebhookCall], hasMore: Bool) {
        var found: [WebhookCall] = []
        var size = 0
        for call in calls[start...].reversed() {
            guard let call, condition(call) else { continue }
            size += call.size
            guard found.count < most, size <= Self.mostShownBytes || found.isEmpty else {
                return (found, true)
            }
            found.append(call)
        }
        return (found, false)
    }
}

extension WebhookCall {
    fileprivate var size: Int { request.count + (answer?.count ?? 0) + reason.utf8.count }
}
