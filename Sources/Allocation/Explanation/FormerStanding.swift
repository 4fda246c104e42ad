/// What the inventory said when a decision was made, as far as the change log can tell.
struct FormerStanding {
    /// `nil` when it cannot be rebuilt.
    let standing: InventoryStanding?

    /// Why it cannot be rebuilt, or may have been otherwise.
    let doubts: [String]

    /// Changes of the device, and of any division or rule, that were made since; the oldest first.
    let changesSince: [ChangeOutline]

    /// Rebuilds what a row of the history rests on.
    ///
    /// What the row says itself is taken from it: at which revision the policy and the device were, and that the device was not
    /// registered.
    ///
    /// - Parameters:
    ///   - recorded: the row.
    ///   - registrationID: of the row.
    ///   - present: the policy now.
    ///   - changes: the change log.
    ///   - devices: the inventory now.
    /// - Throws: `StoreError.unavailable` when the store cannot be read.
    init(
        of recorded: RecordedAssignment, _ registrationID: RegistrationID, from present: Policy,
        by changes: any ChangeRepository, and devices: any DeviceRepository
    ) throws(StoreError) {
        guard let policyRevision = recorded.policyRevision else {
            (standing, changesSince) = (nil, [])
            doubts = ["the row does not say at which revision the policy was"]
            return
        }
        let policies = try PolicyHistory(
            at: policyRevision, decidedAt: recorded.decidedAt, from: present, by: changes)
        var revision: Int64?
        if case .inventory(let found) = recorded.source { revision = found }
        let device = try DeviceHistory(
            of: registrationID, at: revision, from: changes, and: devices
        ).state(at: recorded.decidedAt)
        let since = policies.changesSince + (device?.changesSince ?? [])
        changesSince = since.sorted { $0.id < $1.id }
        let rebuilt = try Self.standing(of: device, at: revision, under: policies, by: changes)
        standing = rebuilt.standing
        doubts = policies.doubts + (device?.doubts ?? []) + rebuilt.doubts
    }

    private static func standing(
        of device: DeviceHistory.State?, at revision: Int64?, under policies: PolicyHistory,
        by changes: any ChangeRepository
    ) throws(StoreError) -> (standing: InventoryStanding?, doubts: [String]) {
        guard let device else {
            return (
                nil,
                [
                    "revision \(revision ?? 0) of the device is not in the change log: it was changed without a line, "
                        + "or the log does not reach back so far"
                ]
            )
        }
        guard let revision, let form = device.device else {
            return (InventoryStanding(policy: policies.policy), [])
        }
        let name = try name(ofDivisionIn: form, by: policies, and: changes)
        let former: Device
        do throws(InvalidDocuments) {
            former = try Device(json: form.json.merging(patch: ["division": .string(name)]))
        } catch {
            return (nil, ["the device as it was cannot be read: \(error)"])
        }
        guard policies.policy.division(named: name) != nil else {
            return (nil, ["the division \(name), in which the device was, cannot be rebuilt"])
        }
        return (try InventoryStanding(policy: policies.policy, device: former, revision: revision), [])
    }

    /// How the division was called at the time of the policy that a device's form belongs to: the log tells it by the name that
    /// it had at the change.
    private static func name(
        ofDivisionIn form: DeviceHistory.Form, by policies: PolicyHistory,
        and log: any ChangeRepository
    ) throws(StoreError) -> String {
        var name = form.json["division"]?.string ?? ""
        if form.change > policies.lastChange {
            for change in policies.changesSince where change.id < form.change {
                name = change.formerName(ofDivision: name)
            }
            return name
        }
        var between: [ChangeOutline] = []
        var before = policies.lastChange + 1
        search: while between.count < PolicyHistory.mostChanges {
            let page = try log.policyChanges(before: before, limit: 500)
            for change in page {
                guard change.id > form.change else { break search }
                between.append(ChangeOutline(change))
            }
            guard let last = page.last else { break }
            before = last.id
        }
        for change in between.reversed() { name = change.laterName(ofDivision: name) }
        return name
    }
}
