/// One device at the time of a decision, by its lines of the change log and by what it is now.
struct DeviceHistory {
    /// So many of the device's changes are looked at, the newest ones.
    static let mostChanges = 10_000
    private static let pageSize = 500

    /// A change is logged with the time at which it was asked for, and done somewhat later.
    private static let slowestChange: Int64 = 60_000

    private static let furthest: Int64 = 1 << 60

    /// The device as it was for a while.
    struct State {
        /// `nil` while it was not registered.
        let device: Form?

        /// What was changed of the device afterwards, the oldest first.
        let changesSince: ArraySlice<ChangeOutline>

        /// Why it may not have been so.
        let doubts: [String]
    }

    /// A device as the log, or the inventory, has it.
    struct Form {
        let json: JSONValue

        /// The change before which, or behind which, its division had the name that it is told by; `.max` for now.
        let change: Int64

        /// What it was told by does not say at what revision it was.
        var isWithoutRevision = false
    }

    /// At the revision that is looked for; `nil` when the device was not registered.
    private let revision: Int64?

    /// The oldest first.
    private let changes: [ChangeOutline]

    /// The device at the revision that is looked for, by the number of its state. States lie before, between and behind the
    /// changes: that of a number lies before the change of that number.
    private let forms: [Int: Form]
    private let isRegisteredNow: Bool

    /// - Parameters:
    ///   - registrationID: of the device.
    ///   - revision: that a decision found; `nil` for one that found no such device.
    ///   - log: the change log.
    ///   - devices: the inventory now.
    /// - Throws: `StoreError.unavailable` when either cannot be read.
    init(
        of registrationID: RegistrationID, at revision: Int64?, from log: any ChangeRepository,
        and devices: any DeviceRepository
    ) throws(StoreError) {
        let present = try devices.device(registrationID)
        var filter = ChangeFilter(limit: Self.pageSize)
        filter.kind = .device
        filter.subject = registrationID.text
        var outlines: [ChangeOutline] = []
        var told: [(change: Int, isBehind: Bool, form: Form)] = []
        while outlines.count < Self.mostChanges {
            let page = try log.changes(matching: filter)
            for change in page {
                if let revision, change.revision == revision, let after = change.after {
                    told.append((outlines.count, true, Form(json: after, change: change.id)))
                }
                // What was done by hand since the line before stands in the next line alone.
                if let revision, let before = change.before,
                    change.after == nil || change.revision == revision &+ 1
                {
                    let form = Form(json: before, change: change.id, isWithoutRevision: change.after == nil)
                    told.append((outlines.count, false, form))
                }
                outlines.append(ChangeOutline(change))
            }
            guard page.count == Self.pageSize, let last = page.last else { break }
            filter.before = last.id
        }
        var forms: [Int: Form] = [:]
        if let revision, let present, present.revision == revision {
            forms[outlines.count] = Form(json: present.device.json, change: .max)
        }
        for (change, isBehind, form) in told {
            let number = outlines.count - 1 - change + (isBehind ? 1 : 0)
            // The line of an erasure tells no revision. It serves for a device that was registered without a line, as by a script in
            // the sqlite3 shell.
            if form.isWithoutRevision, number > 0 { continue }
            if isBehind || forms[number] == nil { forms[number] = form }
        }
        self.revision = revision
        self.forms = forms
        changes = outlines.reversed()
        isRegisteredNow = present != nil
    }

    /// The device as the decision found it.
    ///
    /// - Parameter time: of the decision, which tells apart several lives of a device.
    /// - Returns: `nil` when neither the log nor the inventory has the revision.
    func state(at time: Timestamp) -> State? {
        let states: [Int] = (0...changes.count).filter(isFitting)
        let nearest = states.min { one, other in
            distance(from: one, to: time) < distance(from: other, to: time)
        }
        guard let nearest else { return revision == nil ? unlogged(at: time) : nil }
        var doubts: [String] = []
        if distance(from: nearest, to: time) > Self.slowestChange {
            let how = revision.map { "at revision \($0)" } ?? "not registered"
            doubts.append("by the change log the device was \(how) at another time")
        }
        let form = forms[nearest]
        if form?.isWithoutRevision == true {
            doubts.append(
                "the change log has the device as it was when it was erased, and not its revision then")
        }
        return State(device: form, changesSince: changes[nearest...], doubts: doubts)
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

    private func isFitting(_ state: Int) -> Bool {
        guard revision == nil else { return forms[state] != nil }
        return (state > 0 && changes[state - 1].effect == .deleted)
            || (state < changes.count ? changes[state].effect == .created : !isRegisteredNow)
    }

    /// In milliseconds, from the time in which the state lay; 0 within it.
    private func distance(from state: Int, to time: Timestamp) -> Int64 {
        // Whatever stands in a row, the difference of two times must fit.
        let now = min(max(time.milliseconds, -Self.furthest), Self.furthest)
        if state > 0 {
            let start = changes[state - 1].set.context.time.milliseconds
            if now < start { return start - now }
        }
        if state < changes.count {
            let end = changes[state].set.context.time.milliseconds
            if now >= end { return now - end + 1 }
        }
        return 0
    }
}
