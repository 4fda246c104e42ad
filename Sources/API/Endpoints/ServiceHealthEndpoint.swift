import Allocation
import HTTP

/// `GET /api/service`: how the service is, in numbers. Counts begin with the process; who wants those of some minutes takes the
/// difference of two answers, which are of one process if `startedAt` is the same.
struct ServiceHealthEndpoint: Sendable {
    private static let nanosecondsInMillisecond: UInt64 = 1_000_000

    let metrics: Metrics
    let recorder: any AssignmentRecorder
    let storage: any StorageMeter
    let startedAt: Timestamp
    let surroundings: Surroundings
    let background: Background

    var routes: [Route] { [Route(.get, "/api/service", .bearer([.auditor]), show)] }

    private func show(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        try context.refuseQuery()
        // A disk that hangs must not hold up an event loop.
        let measured: Result<StorageUse, Problem> = await background.run { [storage] in
            do throws(StoreError) {
                return .success(try storage.measureStorage())
            } catch {
                return .failure(Problem(error, "The storage cannot be measured"))
            }
        }
        let use = try measured.get()
        let backlog = recorder.backlog
        return .json(
            .ok,
            [
                "startedAt": .string(startedAt.description),
                "now": .string(surroundings.now.description),
                "answerTime": Self.json(of: metrics.answerTimes),
                "writerQueue": [
                    "waiting": .number(JSONNumber(Int64(backlog.waiting))),
                    "capacity": .number(JSONNumber(Int64(backlog.capacity))),
                ],
                "storage": [
                    "inventoryBytes": .number(JSONNumber(use.inventoryBytes)),
                    "historyBytes": .number(JSONNumber(use.historyBytes)),
                    "freeBytes": .number(JSONNumber(use.freeBytes)),
                ],
                "unauthorized": .number(JSONNumber(Int64(clamping: metrics.unauthorizedCount))),
            ])
    }

    private static func json(of times: AnswerTimes) -> JSONValue {
        [
            "count": .number(JSONNumber(Int64(clamping: times.count))),
            "sumMilliseconds": milliseconds(times.sum),
            "buckets": .array(
                times.buckets.map { bucket in
                    [
                        "upToMilliseconds": bucket.bound.map(milliseconds) ?? .null,
                        "count": .number(JSONNumber(Int64(clamping: bucket.count))),
                    ]
                }),
        ]
    }

    /// Without a fraction where there is none.
    private static func milliseconds(_ nanoseconds: UInt64) -> JSONValue {
        let (whole, rest) = nanoseconds.quotientAndRemainder(dividingBy: nanosecondsInMillisecond)
        guard rest != 0 else { return .number(JSONNumber(Int64(whole))) }
        return JSONNumber(Double(nanoseconds) / Double(nanosecondsInMillisecond)).map(JSONValue.number)
            ?? .null
    }
}
