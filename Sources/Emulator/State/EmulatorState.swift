package import Allocation
import Dispatch
import Synchronization

/// Everything that changes while the emulator runs: registrations, the hubs' devices, the calls of webhooks.
package final class EmulatorState: Sendable {
    private struct Kept: Sendable {
        var contents: StateContents
        /// `nil` when all is in memory only.
        var journal: Journal?
        /// The size at which the journal is rewritten.
        var bound = Int.max
    }

    private let kept: Mutex<Kept>
    private let rewriting = DispatchQueue(label: "dps-emulator.journal")
    private let leastBound: Int
    private let report: @Sendable (StateError) -> Void

    /// A state in memory only.
    package init(keptCalls: Int) {
        kept = Mutex(Kept(contents: StateContents(keptCalls: keptCalls)))
        leastBound = .max
        report = { _ in }
    }

    /// A state that is kept in a folder, as it was when the last process with it ended, however it did.
    ///
    /// - Parameters:
    ///   - keptCalls: how many calls are kept; older ones are forgotten.
    ///   - directory: is made if it is not there. One process at a time may have it.
    ///   - leastBound: in bytes. A journal of more, and of more than twice what it had when it was last rewritten, is rewritten.
    ///   - report: is told of what could not be kept though nobody waits for it: a call, a rewriting. It may be called on any
    ///     thread, and must not call the state.
    /// - Throws: `StateError` when the journal cannot be read or made, is not in order, or another process has the folder. The
    ///   journal is as it was then.
    package init(
        keptCalls: Int, in directory: String, leastBound: Int = 64 << 20,
        report: @escaping @Sendable (StateError) -> Void
    ) throws(StateError) {
        let folder = try JournalFolder(directory)
        do throws(StateError) {
            var contents = StateContents(keptCalls: keptCalls)
            let size = try Journal.read(try folder.read(), of: folder.journal, into: &contents)
            let journal = try Self.journal(in: folder, of: size, with: contents, report)
            let bound = max(leastBound, 2 * journal.size)
            kept = Mutex(Kept(contents: contents, journal: journal, bound: bound))
        } catch {
            folder.close()
            throw error
        }
        self.leastBound = leastBound
        self.report = report
    }

    /// The journal rewritten, or, where that cannot be, as it is.
    private static func journal(
        in folder: JournalFolder, of size: Int, with contents: StateContents,
        _ report: (StateError) -> Void
    ) throws(StateError) -> Journal {
        do throws(StateError) {
            return try Journal(in: folder, with: contents)
        } catch {
            guard size > 0 else { throw error }
            report(error)
            return try Journal(continuing: folder, behind: size)
        }
    }

    deinit {
        kept.withLock { kept in
            kept.journal?.close()
            kept.journal?.folder.close()
        }
    }

    /// Returns once no rewriting of the journal is under way any more; while there is one, the folder is not given up.
    package func waitForRewriting() { rewriting.sync {} }

    package func registration(_ id: RegistrationID) -> Registration? {
        kept.withLock { $0.contents.registrations[id] }
    }

    /// In the order of their registration IDs.
    package func registrations() -> [Registration] {
        kept.withLock { Array($0.contents.registrations.values) }
            .sorted { $0.registrationID.folded < $1.registrationID.folded }
    }

    /// Changes a registration together with devices at hubs: all of it or nothing.
    ///
    /// - Parameters:
    ///   - id: the registration's ID.
    ///   - change: given the registration as it is, `nil` where there is none, and what the hubs have; what it leaves there is kept.
    /// - Returns: what `change` returns.
    /// - Throws: `StateError` when it could not be kept: then nothing has changed, and nobody may be told that it has.
    package func update<Result: Sendable>(
        _ id: RegistrationID, _ change: (inout Registration?, inout HubDevices) -> Result
    ) throws(StateError) -> Result {
        try kept.withLock { (kept: inout Kept) throws(StateError) -> Result in
            let (result, made) = Self.outcome(of: change, on: id, in: kept.contents)
            try keep(made, in: &kept)
            return result
        }
    }

    /// Changes devices at hubs: all of it or nothing.
    ///
    /// - Parameter change: what it leaves there is kept.
    /// - Returns: what `change` returns.
    /// - Throws: `StateError` as `update(_:_:)` does.
    package func updateDevices<Result: Sendable>(
        _ change: (inout HubDevices) -> Result
    ) throws(StateError) -> Result {
        try kept.withLock { (kept: inout Kept) throws(StateError) -> Result in
            let (result, made) = Self.outcome(of: change, in: kept.contents)
            try keep(made, in: &kept)
            return result
        }
    }

    // What a change is shown shares the dictionary of all devices. It must be gone before the dictionary is written to, which
    // would copy all of it otherwise: hence functions of their own.
    private static func outcome<Result>(
        of change: (inout Registration?, inout HubDevices) -> Result, on id: RegistrationID,
        in contents: StateContents
    ) -> (Result, StateChange) {
        let before = contents.registrations[id]
        var registration = before
        var devices = HubDevices(before: contents.devices)
        let result = change(&registration, &devices)
        var made = StateChange()
        if let registration {
            if registration != before { made.registration = registration }
        } else if before != nil {
            made.registrationGone = id
        }
        made.add(devices, before: contents.devices)
        return (result, made)
    }

    private static func outcome<Result>(
        of change: (inout HubDevices) -> Result, in contents: StateContents
    ) -> (Result, StateChange) {
        var devices = HubDevices(before: contents.devices)
        let result = change(&devices)
        var made = StateChange()
        made.add(devices, before: contents.devices)
        return (result, made)
    }

    package func device(_ key: HubDevice.Key) -> HubDevice? {
        kept.withLock { $0.contents.devices[key] }
    }

    /// Of one hub, in the order of their device IDs.
    package func devices(of hub: String) -> [HubDevice] {
        let hub = hub.asciiFolded
        // Copied under the lock: who writes while somebody holds the dictionary copies all of it.
        return kept.withLock { $0.contents.devices.values.filter { $0.key.hub == hub } }
            .sorted { $0.deviceID < $1.deviceID }
    }

    /// How many devices each hub has, by its folded name.
    package func deviceCounts() -> [String: Int] {
        kept.withLock { kept in
            kept.contents.devices.keys.reduce(into: [:]) { $0[$1.hub, default: 0] += 1 }
        }
    }

    /// Keeps a call under the next number. One that the journal cannot take is kept in memory, and reported: a call that was made
    /// is made, and its registration goes on.
    package func record(_ makeCall: (_ number: Int) -> WebhookCall) {
        kept.withLock { kept in
            let change = StateChange(call: makeCall(kept.contents.lastCall + 1))
            do throws(StateError) {
                try keep(change, in: &kept)
            } catch {
                kept.contents.apply(change)
                report(error)
            }
        }
    }

    /// Newest first, at most so many, below a number if one is given.
    ///
    /// - Returns: the calls, fewer where they are large, and whether there are more.
    package func callPage(
        limit: Int, below number: Int? = nil, of id: RegistrationID? = nil
    ) -> (calls: [WebhookCall], hasMore: Bool) {
        kept.withLock { $0.contents.calls }.newest(limit) { call in
            (number.map { call.number < $0 } ?? true) && (id.map { call.registrationID == $0 } ?? true)
        }
    }

    /// The last of a page, without whether there are more.
    package func calls(limit: Int, below number: Int? = nil, of id: RegistrationID? = nil) -> [WebhookCall] {
        callPage(limit: limit, below: number, of: id).calls
    }

    private func keep(_ change: StateChange, in kept: inout Kept) throws(StateError) {
        guard !change.isEmpty else { return }
        try kept.journal?.append(change)
        kept.contents.apply(change)
        guard let journal = kept.journal, journal.size > kept.bound, journal.tail == nil else { return }
        kept.journal?.beginRewriting()
        rewriting.async { [weak self] in self?.rewrite() }
    }

    /// Writes the journal anew with nothing in it that no longer counts. Changes go on meanwhile; they wait while what they
    /// have written since is written once more and the new file takes the place of the old one, and the first of them while what
    /// there is in memory is copied.
    private func rewrite() {
        let (contents, folder) = kept.withLock { kept in
            // From here on, and not from when the size was noticed: no change may be in both, or a call would be there twice.
            kept.journal?.beginRewriting()
            return (kept.contents, kept.journal?.folder)
        }
        guard let folder else { return }
        do throws(StateError) {
            let written = try Journal.write(contents, in: folder)
            try kept.withLock { (kept: inout Kept) throws(StateError) in
                try kept.journal?.move(to: written)
                kept.journal?.endRewriting()
                kept.bound = max(leastBound, 2 * written.size)
            }
            try folder.synchronize()
        } catch {
            kept.withLock { kept in
                kept.journal?.endRewriting()
                // It is tried again once the journal has grown as much as it may have at first.
                kept.bound += leastBound
            }
            report(error)
        }
    }
}

extension StateChange {
    fileprivate mutating func add(_ devices: HubDevices, before: [HubDevice.Key: HubDevice]) {
        for (key, device) in devices.changed {
            if let device {
                if before[key] != device { self.devices.append(device) }
            } else if before[key] != nil {
                devicesGone.append(key)
            }
        }
    }
}
