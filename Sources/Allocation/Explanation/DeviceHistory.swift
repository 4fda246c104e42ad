/// One device through the times, by its lines of the change log and by what it is now.
struct DeviceHistory {
    /// So many of the device's changes are looked at, the newest ones.
    static let mostChanges = 10_000

    /// A change is logged with the time at which it was asked for, and done somewhat later.
    private static let slowestChange: Int64 = 60_000

    /// The device as it was for a while.
    struct State {
        /// `nil` while it was not registered.
        let device: RegisteredForm?

        /// What was changed of the device afterwards, the oldest first.
        let changesSince: ArraySlice<Change>

        /// Why it may not have been so.
        let doubts: [String]
    }

    /// A device as the log, or the inventory, has it.
    struct RegisteredForm {
        let json: JSONValue

        /// The change before which, or behind which, its division had the name that it is told by; `.max` for now.
        let change: Int64

        /// What it was told by does not say at what revision it was.
        var isWithoutRevision = false
    }

    /// The oldest first.
    private let changes: [Change]
    private let present: RegisteredDevice?

    /// - Parameters:
    ///   - registrationID: of the device.
    ///   - log: the change log.
    ///   - devices: the inventory now.
    /// - Throws: `StoreError.unavailable` when either cannot be read.
    init(
        of registrationID: RegistrationID, from log: any ChangeRepository, and devices: any DeviceRepository
    ) throws(StoreError) {
        var filter = ChangeFilter(limit: Self.mostChanges)
        filter.kind = .device
        filter.subject = registrationID.text
        changes = try log.changes(matching: filter).reversed()
        present = try devices.device(registrationID)
    }

    init(changes: [Change], present: RegisteredDevice?) {
        self.changes = changes
        self.present = present
    }

    /// The device as a decision found it.
    ///
    /// - Parameters:
    ///   - revision: that the history has; `nil` for a device that was not registered.
    ///   - time: of the decision, which tells apart several lives of a device.
    /// - Returns: `nil` when neither the log nor the inventory has that revision.
    func state(at revision: Int64?, decidedAt time: Timestamp) -> State? {
        let states: [Int] = (0...changes.count).filter { isState($0, at: revision) }
        let nearest = states.min { one, other in
            distance(from: one, to: time) < distance(from: other, to: time)
        }
        guard let nearest else { return revision == nil ? unlogged(at: time) : nil }
        var doubts: [String] = []
        if distance(from: nearest, to: time) > Self.slowestChange {
            let how = revision.map { "at revision \($0)" } ?? "not registered"
            doubts.append("by the change log the device was \(how) at another time")
        }
        let told = revision.flatMap { form(of: nearest, at: $0) }
        if told?.isWithoutRevision == true {
            doubts.append(
                "the change log has the device as it was when it was erased, and not its revision then")
        }
        return State(device: told, changesSince: changes[nearest...], doubts: doubts)
    }

    /// The decision did not find it, and by all that is known it was there.
    private func unlogged(at time: Timestamp) -> State {
        let later = changes.firstIndex { $0.set.context.time > time } ?? changes.count
        return State(
            device: nil, changesSince: changes[later...],
            doubts: [
                "the device was not registered then, and the change log does not tell when it was registered"
            ])
    }

    /// States lie before, between and behind the changes: the one of a number lies before the change of that number.
    private func isState(_ number: Int, at revision: Int64?) -> Bool {
        guard let revision else {
            return (number > 0 && changes[number - 1].after == nil)
                || (number < changes.count ? changes[number].before == nil : present == nil)
        }
        return form(of: number, at: revision) != nil
    }

    private func form(of number: Int, at revision: Int64) -> RegisteredForm? {
        if number > 0, let after = changes[number - 1].after, changes[number - 1].revision == revision {
            return RegisteredForm(json: after, change: changes[number - 1].id)
        }
        guard number < changes.count else {
            return present.flatMap {
                $0.revision == revision ? RegisteredForm(json: $0.device.json, change: .max) : nil
            }
        }
        // What was done by hand since the line before stands in the next line alone. That of an erasure tells no revision.
        let next = changes[number]
        guard let before = next.before else { return nil }
        if next.after == nil {
            // Registered without a line, as by a script in the sqlite3 shell.
            return number > 0
                ? nil : RegisteredForm(json: before, change: next.id, isWithoutRevision: true)
        }
        return next.revision == revision + 1 ? RegisteredForm(json: before, change: next.id) : nil
    }

    /// In milliseconds, from the time in which the state lay; 0 within it.
    private func distance(from number: Int, to time: Timestamp) -> Int64 {
        let now = time.milliseconds
        if number > 0 {
            let start = changes[number - 1].set.context.time.milliseconds
            if now < start { return start - now }
        }
        if number < changes.count {
            let end = changes[number].set.context.time.milliseconds
            if now >= end { return now - end + 1 }
        }
        return 0
    }
}
