package import Allocation
import Synchronization

/// A store that keeps everything in memory: it says in few lines what the repository protocols mean, and is
/// held to the same contract as the SQLite store.
package final class InMemoryStore: Sendable {
    /// What is kept. Names and registration IDs are keyed by their folded form; of what was erased the last revision stays.
    struct Contents: Sendable {
        var divisions: [String: Versioned<Division>] = [:]
        var rules: [Versioned<Rule>] = []
        var lastRuleID: Int64 = 0
        var policyRevision: Int64 = 1
        var devices: [String: RegisteredDevice] = [:]
        var erasedDevices: [String: Int64] = [:]
        var erasedDivisions: [String: Int64] = [:]
        var keys: [APIKey] = []
        var assignments: [RecordedAssignment] = []
        var changes: [Change] = []
        var plans: [Plan] = []
        var requests: [IdempotencyKey: IdempotentRequest] = [:]
        var dismissals: [UnmatchedDismissal] = []
        var fault: StoreError?

        var policy: Policy {
            Policy(
                revision: policyRevision, divisions: divisions.values.map(\.value), rules: rules.map(\.value))
        }
    }

    private let contents = Mutex(Contents())

    package init() {}

    /// Makes every call fail with `fault` until it is set to `nil`.
    package func fail(with fault: StoreError?) {
        contents.withLock { $0.fault = fault }
    }

    /// Runs `body` alone; what it changed stays as it was when it throws.
    func withContents<Result: Sendable>(
        _ body: (inout Contents) throws(StoreError) -> Result
    ) throws(StoreError) -> Result {
        try contents.withLock { current throws(StoreError) in
            if let fault = current.fault { throw fault }
            var changed = current
            let result = try body(&changed)
            current = changed
            return result
        }
    }
}
