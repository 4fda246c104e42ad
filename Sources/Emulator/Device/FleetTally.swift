import Allocation
import CommandLineInterface
import Synchronization

/// Counts a fleet's outcomes while they come in, and shows how far it is.
final class FleetTally: Sendable {
    private let state: Mutex<(summary: FleetSummary, progress: Progress)>
    private let count: Int

    init(of count: Int, in terminal: Terminal) {
        self.count = count
        state = Mutex((FleetSummary(), Progress("registering", counting: "devices", in: terminal)))
    }

    func add(_ outcome: DeviceOutcome) {
        state.withLock { state in
            state.summary.add(outcome)
            state.progress.update(
                Int64(state.summary.count), share: Double(state.summary.count) / Double(count))
        }
    }

    /// Ends the progress.
    func finish() -> FleetSummary {
        state.withLock { state in
            state.progress.finish()
            return state.summary
        }
    }
}
