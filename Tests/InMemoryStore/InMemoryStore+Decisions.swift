package import Allocation

extension InMemoryStore: DecisionInventory {
    package func standing(of registrationID: RegistrationID) throws(StoreError) -> InventoryStanding {
        try withContents { contents throws(StoreError) in
            guard let registered = contents.devices[registrationID.folded] else {
                return InventoryStanding(policy: contents.policy)
            }
            return try InventoryStanding(
                policy: contents.policy, device: registered.device, revision: registered.revision)
        }
    }

    package func liveKeys() throws(StoreError) -> LiveKeys {
        try withContents { LiveKeys($0.keys) }
    }
}
