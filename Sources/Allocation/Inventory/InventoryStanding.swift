/// Everything a decision needs of the inventory, read at one and the same moment.
package struct InventoryStanding: Sendable {
    package let policy: Policy

    /// `nil` when the inventory does not know the registration ID.
    package let registered: RegisteredDevice?

    package init(policy: Policy, registered: RegisteredDevice?) {
        self.policy = policy
        self.registered = registered
    }
}
