package import Allocation

/// Keeps the history within its bounds beside the service.
///
/// Two threads: one that finds what is too old gives way to all others; one that takes it away does little, and holds the lock of
/// the history while it does, so it has the priority of those who wait for that.
package final class RetentionWatch: Sendable {
    /// Decisions come in between two steps, and what they wait for a step is a small part of all time.
    private static let pace = RepeatedWork.Pace(
        pause: .seconds(3), breath: .milliseconds(50), startsAtOnce: true)

    private enum Work: Sendable {
        case step(PruneStep, Timestamp)
        case giveBack
        case keep(PrunePlanner.Progress)
    }

    private typealias Results = BoundedQueue<Result<Bool, StoreError>>

    private let orders: BoundedQueue<Work>
    private let planning: RepeatedWork
    private let writing: WorkerThread

    /// Starts the threads.
    ///
    /// - Parameters:
    ///   - retention: how much is kept.
    ///   - directory: where the history is.
    ///   - clock: the time of day.
    ///   - report: told of a fault, once for as long as it is the same.
    /// - Throws: `StoreError.unavailable` when the system has no thread to give.
    package init(
        keeping retention: Retention, in directory: DataDirectory, clock: @escaping @Sendable () -> Timestamp,
        report: @escaping @Sendable (String) -> Void
    ) throws(StoreError) {
        let orders = BoundedQueue<Work>(capacity: 1)
        let results = Results(capacity: 1)
        let writing = WorkerThread { Self.write(orders, answering: results, in: directory) }
        guard let writing else { throw .unavailable("the system has no thread to prune the history") }
        do throws(StoreError) {
            planning = try RepeatedWork(
                Self.pace, whenFailing: "the history cannot be pruned", report: report
            ) {
                var planner: PrunePlanner?
                return { () throws(StoreError) in
                    do throws(StoreError) {
                        if planner == nil {
                            planner = try PrunePlanner(
                                keeping: retention, in: directory, fromBeginning: false, patiently: true)
                        }
                        guard let current = planner else { return false }
                        return try Self.plan(with: current, at: clock()) { work throws(StoreError) in
                            try Self.order(work, from: orders, results)
                        }
                    } catch {
                        // Begun anew, for a step that was planned and not done would be passed over.
                        planner = nil
                        throw error
                    }
                }
            }
        } catch {
            orders.close()
            writing.join()
            throw error
        }
        self.orders = orders
        self.writing = writing
    }

    /// Ends the threads, at the latest when the step under way ends. To be called once.
    package func stop() {
        planning.stop()
        orders.close()
        writing.join()
    }

    /// - Returns: whether there may be more to do at once.
    private static func plan(
        with planner: PrunePlanner, at now: Timestamp,
        order: (Work) throws(StoreError) -> Bool
    ) throws(StoreError) -> Bool {
        switch try planner.next(at: now) {
        case .step(let step):
            _ = try order(.step(step, now))
            _ = try order(.giveBack)
            return true
        case .passed:
            return true
        case .done(let progress):
            if let progress { _ = try order(.keep(progress)) }
            return try order(.giveBack)
        }
    }

    private static func order(
        _ work: Work, from orders: BoundedQueue<Work>, _ results: Results
    ) throws(StoreError) -> Bool {
        guard orders.append(work) == .admitted, let result = results.takeAll()?.first else { throw .closed }
        return try result.get()
    }

    /// Does what is ordered, one after the other, until there is nothing to come.
    private static func write(
        _ orders: BoundedQueue<Work>, answering results: Results, in directory: DataDirectory
    ) {
        var opened: PruneWriter?
        while let works = orders.takeAll() {
            for work in works {
                do throws(StoreError) {
                    if opened == nil { opened = try PruneWriter(in: directory) }
                    guard let writer = opened else { continue }
                    var isMore = false
                    switch work {
                    case .step(let step, let now): try writer.apply(step, at: now)
                    case .giveBack: isMore = try writer.giveBack()
                    case .keep(let progress): try writer.keep(progress)
                    }
                    _ = results.append(.success(isMore))
                } catch {
                    opened = nil
                    _ = results.append(.failure(error))
                }
            }
        }
    }
}
