import Allocation
import HTTP
import Synchronization

/// `GET /readyz`: whether a decision could be made and recorded now, found out by reading the inventory and
/// by really writing to the history.
///
/// Everybody may ask, so a result is good for a second: asking often does not make the disk busy.
final class ReadinessEndpoint: Sendable {
    private static let validity: UInt64 = 1_000_000_000

    private struct Finding {
        let madeAt: UInt64
        let response: HTTPResponse
    }

    private let inventory: any DecisionInventory
    private let recorder: any AssignmentRecorder
    private let surroundings: Surroundings
    private let report: @Sendable (String) -> Void
    private let latest = Mutex<Finding?>(nil)

    init(
        inventory: any DecisionInventory,
        recorder: any AssignmentRecorder,
        surroundings: Surroundings,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.report = report
        self.inventory = inventory
        self.recorder = recorder
        self.surroundings = surroundings
    }

    func respond(to context: RequestContext) async -> HTTPResponse {
        let now = surroundings.monotonicNanoseconds()
        if let finding = latest.withLock({ $0 }), now &- finding.madeAt < Self.validity {
            return finding.response
        }
        let response = await check()
        latest.withLock { $0 = Finding(madeAt: now, response: response) }
        return response
    }

    private func check() async -> HTTPResponse {
        let parts = [("inventory", readInventory()), ("history", await writeHistory())]
        let isReady = parts.allSatisfy { $0.1 == nil }
        // What exactly is wrong goes to the log, not to whoever asks.
        for case (let name, let error?) in parts { report("not ready: \(name): \(error)") }
        let lines = parts.map { name, error in "\(name): \(error == nil ? "ok" : "unavailable")\n" }
        return .text(isReady ? .ok : .serviceUnavailable, lines.joined())
    }

    private func readInventory() -> StoreError? {
        do throws(StoreError) {
            // Any ID will do; whether it is known does not matter.
            _ = try inventory.standing(of: RegistrationID.readinessProbe)
            return nil
        } catch {
            return error
        }
    }

    private func writeHistory() async -> StoreError? {
        do throws(StoreError) {
            try await recorder.checkWritable()
            return nil
        } catch {
            return error
        }
    }
}
