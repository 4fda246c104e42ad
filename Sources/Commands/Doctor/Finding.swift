import Allocation

/// What one check of a webhook found.
struct Finding: Equatable, Sendable {
    enum Verdict: String, Sendable {
        case ok
        /// Devices get their hubs; something may be otherwise than meant.
        case warn
        /// Devices will not get their hubs, or others than should be.
        case fail = "FAIL"
    }

    let check: String
    let verdict: Verdict
    let text: String
    /// What to do, a line each; commands begin with `az`, `dps-allocator` or the like, and can be pasted.
    let advice: [String]

    static func ok(_ check: String, _ text: String) -> Finding {
        Finding(check: check, verdict: .ok, text: text, advice: [])
    }

    static func warn(_ check: String, _ text: String, _ advice: String...) -> Finding {
        Finding(check: check, verdict: .warn, text: text, advice: advice)
    }

    static func fail(_ check: String, _ text: String, _ advice: String...) -> Finding {
        Finding(check: check, verdict: .fail, text: text, advice: advice)
    }

    var json: JSONValue {
        [
            "check": .string(check), "verdict": .string(verdict.rawValue), "found": .string(text),
            "advice": .array(advice.map { .string($0) }),
        ]
    }
}
