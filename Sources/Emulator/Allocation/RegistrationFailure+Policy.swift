/// Failures for which the service's codes and texts are [unknown], but for the missing webhook, which it refuses already when an
/// enrollment is written (azure-docs issue 17690).
extension RegistrationFailure {
    static let noWebhook = RegistrationFailure(
        code: 400_004,
        message: "A CustomAllocationDefinition is required when the allocation policy is set to 'Custom'",
        reason: "the policy is custom, but the enrollment has no webhook")

    static func noHub(for question: AllocationQuestion) -> RegistrationFailure {
        let reason =
            if let hub = question.currentHub,
                !(question.enrollment.reprovisionPolicy ?? .standard).updateHubAssignment
            {
                "the device stays at \(hub), for it is never reprovisioned, but that hub is not linked any more"
            } else {
                "none of the enrollment's hubs is linked to the provisioning service"
            }
        return RegistrationFailure(code: 401_001, message: "IoT hub not found", reason: reason)
    }

    static func manyHubs(_ count: Int) -> RegistrationFailure {
        RegistrationFailure(
            code: 400_004, message: "One IoT hub must be specified when the allocation policy is 'Static'",
            reason: "the policy static takes one hub, and the enrollment has \(count)")
    }

    static let noEnrollment = RegistrationFailure(
        code: 404_201, message: "Enrollment not found",
        reason: "the enrollment is not in the configuration any more")
}
