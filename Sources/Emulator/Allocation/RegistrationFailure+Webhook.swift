extension RegistrationFailure {
    /// CustomAllocationFailed, with the text that DPS gives.
    static func customAllocation(status: Int, _ reason: String) -> Self {
        Self(code: 400_207, message: "Custom allocation failed with status code: \(status)", reason: reason)
    }

    /// CustomAllocationFailed where no answer came, with a text that devices have seen from DPS.
    static func notSent(_ reason: String) -> Self {
        Self(code: 400_207, message: "An error occurred while sending the request.", reason: reason)
    }

    /// CustomAllocationUnauthorizedAccess; DPS's text for it is not known, this one is in the form of its other ones.
    static func unauthorized(_ reason: String) -> Self {
        Self(code: 400_209, message: "Custom allocation failed with status code: 401", reason: reason)
    }

    /// CustomAllocationIotHubNotSpecified; DPS's text for it is not known.
    static func hubNotSpecified(_ reason: String) -> Self {
        Self(
            code: 400_208, message: "Custom allocation failed: the webhook specified no IoT hub.",
            reason: reason)
    }
}
