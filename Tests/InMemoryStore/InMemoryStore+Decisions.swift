package import Allocation

extension InMemoryStore: DecisionInventory {
    package func standing(of registrationID: RegistrationID) throws(StoreError) -> InventoryStanding {
        try withContents { contents in
            InventoryStanding(policy: contents.policy, registered: contents.devices[registrationID.folded])
        }
    }

    package func liveKeys() throws(StoreError) -> LiveKeys {
        try withContents { LiveKeys($0.keys) }
    }
}
