/// Everything a decision needs of the inventory, read at one and the same moment.
package struct InventoryStanding: Sendable {
    /// What a decision reads of a registered device, and no more: it is read at each decision.
    package struct Registration: Sendable, Equatable {
        package let division: Division
        package let status: DeviceStatus
        package let statusReason: String?
        package let heldUntil: Timestamp?
        package let pinnedHub: String?

        /// The device's own twin, without its division's.
        package let twin: InitialTwin?

        /// The device's own payload, without its division's.
        package let payload: JSONValue?

        /// Of the device's row.
        package let revision: Int64

        package init(
            division: Division, status: DeviceStatus, statusReason: String?, heldUntil: Timestamp? = nil,
            pinnedHub: String?,
            twin: InitialTwin?, payload: JSONValue?, revision: Int64
        ) {
            self.division = division
            self.status = status
            self.statusReason = statusReason
            self.heldUntil = heldUntil
            self.pinnedHub = pinnedHub
            self.twin = twin
            self.payload = payload
            self.revision = revision
        }

        /// Whether the device is to be refused at that moment: a hold that has run out holds no more.
        package func isBarred(at time: Timestamp) -> Bool {
            switch status {
            case .active: false
            case .held: heldUntil.map { time < $0 } ?? true
            case .disabled, .retired: true
            }
        }
    }

    package let policy: Policy

    /// `nil` when the inventory does not know the registration ID.
    package let registered: Registration?

    package init(policy: Policy, registered: Registration? = nil) {
        self.policy = policy
        self.registered = registered
    }

    /// How a registered device stands.
    ///
    /// - Throws: `StoreError.inconsistent` when the policy has no division of the device's. A foreign key keeps this from
    ///   happening in SQLite; another store may have no such thing.
    package init(policy: Policy, device: Device, revision: Int64) throws(StoreError) {
        guard let division = policy.division(named: device.division) else {
            throw .inconsistent(
                "device \(device.registrationID) names the division \(device.division), which does not exist")
        }
        self.init(
            policy: policy,
            registered: Registration(
                division: division, status: device.status, statusReason: device.statusReason,
                heldUntil: device.heldUntil, pinnedHub: device.pinnedHub, twin: device.twin,
                payload: device.payload, revision: revision))
    }
}
