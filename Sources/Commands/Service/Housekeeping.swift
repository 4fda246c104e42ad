import API
import Allocation
import CommandLineInterface
import SQLiteStore

/// What the service does beside answering, each on a thread of its own.
struct Housekeeping: Sendable {
    /// How late a list of devices seen may be.
    private static let pauseBetweenSweeps = Duration.seconds(5)

    /// How old what the watches count may be.
    private static let pauseBetweenCounts = Duration.seconds(60)

    /// In the order in which they were started.
    private var stops: [@Sendable () -> Void] = []

    /// - Parameters:
    ///   - options: of the service.
    ///   - counts: kept up to date.
    ///   - watches: that count.
    ///   - terminal: for its clocks.
    ///   - report: takes one line about a fault.
    /// - Throws: `StoreError` when the system has no thread to give; nothing is left running then.
    init(
        _ options: ServiceOptions, keeping counts: WatchCounts, by watches: Watches, in terminal: Terminal,
        report: @escaping @Sendable (String) -> Void
    ) throws(StoreError) {
        do throws(StoreError) {
            let sightings = try SightingSweeper.repeatedly(
                in: options.directory, every: Self.pauseBetweenSweeps, report: report)
            stops.append(sightings.stop)
            stops.append(try HistoryFolder.repeatedly(in: options.directory, report: report).stop)
            let counting = try RepeatedWork(
                .init(pause: Self.pauseBetweenCounts, startsAtOnce: true),
                whenFailing: "watches cannot look", report: report
            ) { [surroundings = terminal.surroundings] in
                { () throws(StoreError) in
                    try counts.refresh(by: watches, in: surroundings)
                    return false
                }
            }
            stops.append {
                counts.stop()
                counting.stop()
            }
            if let bounds = options.retention {
                let retention = try RetentionWatch(
                    keeping: bounds, in: options.directory,
                    clock: { [surroundings = terminal.surroundings] in surroundings.now }, report: report)
                stops.append(retention.stop)
            }
        } catch {
            stop()
            throw error
        }
    }

    /// Ends all of it, at the latest when the step under way ends. To be called once.
    func stop() {
        for stop in stops.reversed() { stop() }
    }
}
