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
    var status: HTTPStatus {
        switch self {
        case .unavailable, .overloaded, .closed: .serviceUnavailable
        case .refused: .unprocessableContent
        // Somebody will mend it; until then DPS should come again.
        case .inconsistent: .serviceUnavailable
        }
    }
}
