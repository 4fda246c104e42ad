import Allocation

/// Devices that register one after another, at an even pace.
struct DeviceFleet: Sendable {
    /// Registrations under way at once; further ones begin when one of these has ended.
    ///
    /// A registration takes a Retry-After or more, mostly of waiting: with 3 s this is enough for 1,300 a second.
    static let mostUnderWay = 4_096

    let client: DeviceClient
    let count: Int
    /// Registrations that begin in a second, at most.
    let rate: Int
    /// The ID of a device by its number, from 1.
    let registrationID: @Sendable (Int) -> RegistrationID?

    /// Registers all of them, or as many as had ended when the task is cancelled. No more than `rate` begin in a second, also after
    /// a time in which fewer did.
    ///
    /// - Parameter report: given each outcome, by several tasks at once.
    func register(report: @escaping @Sendable (DeviceOutcome) -> Void) async {
        let pace = FleetPace(count: count, rate: rate, surroundings: client.surroundings)
        await withDiscardingTaskGroup { group in
            for _ in 0..<min(count, Self.mostUnderWay) {
                group.addTask {
                    while let turn = pace.next() {
                        if turn.wait > .zero, (try? await client.clock.sleep(for: turn.wait)) == nil {
                            return
                        }
                        guard let id = registrationID(turn.number) else { return }
                        let outcome = await client.register(id)
                        // What was cut short came to nothing that could be counted.
                        guard !Task.isCancelled else { return }
                        report(outcome)
                    }
                }
            }
        }
    }
}
