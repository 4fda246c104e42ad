import Allocation

extension AllocationPolicy {
    /// Gives a device to one of the hubs that it may be given to.
    ///
    /// A device that registers again is given anew: where it was does not count, unless the reprovision policy has left it that
    /// hub alone. With the same hubs that comes to the same one.
    ///
    /// - Parameters:
    ///   - question: what is known of the device.
    ///   - webhook: what the policy `custom` asks.
    /// - Returns: the hub, or why there is none.
    func outcome(of question: AllocationQuestion, asking webhook: any WebhookAsking) async
        -> AllocationOutcome
    {
        guard !question.linkedHubs.isEmpty else { return .failure(.noHub(for: question)) }
        switch self {
        case .custom:
            guard let definition = question.enrollment.customAllocation else {
                return .failure(.noWebhook)
            }
            return await webhook.outcome(of: question, by: definition)
        case .hashed:
            return .hashed(question, among: question.linkedHubs)
        case .geoLatency:
            // azure-docs, how-to-use-allocation-policies: hubs with the same latency share by weight.
            let least = question.linkedHubs.map(\.latency).min()
            return .hashed(question, among: question.linkedHubs.filter { $0.latency == least })
        case .static:
            guard question.linkedHubs.count == 1 else {
                return .failure(.manyHubs(question.linkedHubs.count))
            }
            return .hub(question.linkedHubs[0].hostName, initialTwin: nil, payload: nil)
        }
    }
}

extension AllocationOutcome {
    fileprivate static func hashed(
        _ question: AllocationQuestion, among hubs: [LinkedHub]
    ) -> AllocationOutcome {
        guard let hub = WeightedHash.hub(for: question.registrationID, among: hubs) else {
            return .failure(.noHub(for: question))
        }
        return .hub(hub.hostName, initialTwin: nil, payload: nil)
    }
}
