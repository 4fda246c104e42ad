package import Allocation
package import HTTP

/// The one table from what happened to the status that says so.
///
/// DPS tries again at 429 and above and gives up for good below (its documentation: "Troubleshooting custom
/// allocation policies"). So what may be otherwise in a moment is never below 429, and what will not is never
/// above.
extension ReasonCode {
    package var status: HTTPStatus {
        switch self {
        case .inventory, .rule: .ok
        case .malformedRequest, .registrationIdMissing, .linkedHubsMissing, .unrecognizedDevice,
            .noMatchingHub:
            .badRequest
        case .deviceDisabled: .forbidden
        case .unavailable: .serviceUnavailable
        }
    }
}

extension StoreError {
    /// What this is outside the allocate endpoint.
    var problemType: ProblemType {
        switch self {
        case .unavailable, .overloaded, .closed: .unavailable
        case .refused: .conflict
        // Somebody will mend it; until then it is worth coming again.
        case .inconsistent: .unavailable
        }
    }
}
