/// What asks an enrollment's webhook.
package protocol WebhookAsking: Sendable {
    /// Calls the webhook, again as long as it says so, and judges what it answered.
    ///
    /// It may take minutes. Cancelling the task ends it with a failure that is of no account.
    func outcome(
        of question: AllocationQuestion, by definition: CustomAllocationDefinition
    ) async -> AllocationOutcome
}
