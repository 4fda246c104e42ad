import Allocation
import CommandLineInterface

extension DeviceCommand {
    /// Registers a fleet and prints what came of it.
    ///
    /// A `stop` that returns ends it: what was counted up to then is told. Throws `CommandFailure` when not all were assigned.
    static func registerFleet(
        of count: Int, rate: Int, _ client: DeviceClient, _ options: DeviceOptions, in terminal: Terminal,
        stop: (@Sendable () -> Void)?
    ) throws {
        let fleet = DeviceFleet(client: client, count: count, rate: rate) { number in
            try? DeviceOptions.registrationID(options.registrationID, number: number)
        }
        let tally = FleetTally(of: count, in: terminal)
        let start = terminal.surroundings.monotonicNanoseconds()
        AwaitedWork.run(until: stop) { await fleet.register(report: tally.add) }
        let end = terminal.surroundings.monotonicNanoseconds()
        let elapsed = Duration.nanoseconds(Int64(clamping: end - min(start, end)))
        let summary = tally.finish()
        switch options.format {
        case .text: summary.print(after: elapsed, in: terminal)
        case .json: terminal.print(summary.json(after: elapsed))
        }
        guard summary.count == count else {
            throw CommandFailure("stopped after \(summary.count) of \(count) registrations")
        }
        guard summary.assigned == count else {
            throw CommandFailure("\(count - summary.assigned) of \(count) were not assigned to a hub")
        }
    }
}
