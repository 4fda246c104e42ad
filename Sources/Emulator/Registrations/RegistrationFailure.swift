/// Why a registration failed: what the device is told, and what the service would never say.
package struct RegistrationFailure: Error, Sendable, Equatable {
    /// Six digits, for example 400207.
    package let code: Int

    /// What DPS tells the device, for example `Custom allocation failed with status code: 400`.
    package let message: String

    /// In plain words, for the log and the kept call.
    package let reason: String

    package init(code: Int, message: String, reason: String) {
        self.code = code
        self.message = message
        self.reason = reason
    }
}
