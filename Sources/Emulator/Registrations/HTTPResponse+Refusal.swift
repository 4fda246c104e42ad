import Allocation
import HTTP

extension HTTPResponse {
    /// An error of the device API (azure-rest-api-specs, `ProvisioningServiceErrorDetails`).
    ///
    /// - Parameters:
    ///   - refusal: what is wrong; its reason is not told.
    ///   - trackingID: the request's, under which the service's support would find it.
    ///   - now: the time that the answer gives.
    ///   - retryAfter: in seconds, for an answer that asks the device to come again.
    /// - Returns: the whole answer, but for `x-ms-request-id`.
    static func refusal(
        _ refusal: RegistrationRefusal, trackingID: RequestID, at now: PreciseTime, retryAfter: Int
    ) -> HTTPResponse {
        var fields = [(name: "x-ms-error-code", value: String(refusal.errorCode))]
        if refusal.status.code >= 429 { fields.append((name: "Retry-After", value: String(retryAfter))) }
        return .json(
            [
                "errorCode": .number(JSONNumber(Int64(refusal.errorCode))),
                "trackingId": .string(trackingID.description),
                "message": .string(refusal.message),
                "timestampUtc": .string(now.description),
            ], refusal.status, fields: fields)
    }
}
