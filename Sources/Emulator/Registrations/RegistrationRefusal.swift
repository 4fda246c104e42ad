package import HTTP

/// A request that the service answers with an error of HTTP, and no registration.
package struct RegistrationRefusal: Error, Sendable, Equatable {
    package let status: HTTPStatus
    /// Six digits; the first three are the status.
    package let errorCode: Int
    /// What the device is told.
    package let message: String
    /// In plain words, for the log: what the service would never say.
    package let reason: String

    package init(status: HTTPStatus, errorCode: Int, message: String, reason: String) {
        self.status = status
        self.errorCode = errorCode
        self.message = message
        self.reason = reason
    }

    package static func unauthorized(_ reason: String) -> Self {
        Self(status: .unauthorized, errorCode: 401_002, message: "Unauthorized", reason: reason)
    }

    package static func invalid(_ message: String) -> Self {
        Self(status: .badRequest, errorCode: 400_004, message: message, reason: message)
    }
}
