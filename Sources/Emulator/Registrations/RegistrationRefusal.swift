package import HTTP

/// A request that the service answers with an error of HTTP, and no registration.
///
/// Codes marked [unknown] are not published, and were seen nowhere: their first three digits are the status, the last three a
/// guess after the service's other codes.
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

    /// No enrollment has this name: what the service says to a TPM (azure-iot-sdk-csharp, end-to-end tests of an invalid
    /// registration ID). To a token that no key has signed it says 401002.
    package static func enrollmentNotFound(_ reason: String) -> Self {
        Self(status: .notFound, errorCode: 404_201, message: "Enrollment not found", reason: reason)
    }

    /// The device has not registered yet. The service has the code (azure-docs issue 57082), its meaning is [unknown].
    static func registrationNotFound(_ reason: String) -> Self {
        Self(status: .notFound, errorCode: 404_202, message: "Registration not found", reason: reason)
    }

    /// For an ID scope or an operation that does not exist. That it is 404 is this emulator's choice, the last three digits are
    /// [unknown].
    static func notFound(_ message: String, _ reason: String) -> Self {
        Self(status: .notFound, errorCode: 404_000, message: message, reason: reason)
    }

    static func throttled(_ reason: String) -> Self {
        Self(
            status: .tooManyRequests, errorCode: 429_001,
            message: "Operations are being throttled for this tenant.", reason: reason)
    }

    static let ending = plain(.internalServerError, "Internal server error", "the emulator is about to end")

    /// The device has to try again: what it was told might be forgotten.
    static func notKept(_ reason: String) -> Self {
        plain(.internalServerError, "Internal server error", reason)
    }

    /// For statuses of which only the first three digits are known; the rest is [unknown].
    static func plain(_ status: HTTPStatus, _ message: String, _ reason: String? = nil) -> Self {
        Self(
            status: status, errorCode: status.code * 1_000, message: message, reason: reason ?? message)
    }
}
