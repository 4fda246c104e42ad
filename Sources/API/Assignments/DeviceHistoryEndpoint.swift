import Allocation
import HTTP

/// `/api/devices/{}/timeline` and `/api/devices/{}/last-assignment`: what happened to one device.
///
/// Of the history fleet managers see their devices' last decisions, and nothing else.
struct DeviceHistoryEndpoint: Sendable {
    private static let largestPage: Int64 = 1_000

    let assignments: any AssignmentRepository
    let changes: any ChangeRepository
    let devices: any DeviceRepository
    let work: HistoryWork

    var routes: [Route] {
        [
            Route(.get, "/api/devices/{}/timeline", .bearer([.auditor]), timeline),
            Route(.get, "/api/devices/{}/last-assignment", .bearer([.fleet, .auditor]), lastAssignment),
        ]
    }

    private func timeline(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.registrationID()
        var parameters = QueryParameters(context.request.target, known: ["order", "limit"])
        let isOldestFirst = parameters.assignmentOrder() == .oldest
        let limit = Int(parameters.integer("limit", in: 1...Self.largestPage) ?? 100)
        try parameters.finish()
        return try await work.read { [assignments, changes, devices] () throws(StoreError) in
            let timeline = try DeviceTimeline(
                of: id, from: changes, and: assignments, isOldestFirst: isOldestFirst, limit: limit)
            // One that was written by hand has no line of the change log.
            if timeline.entries.isEmpty, try devices.device(id) == nil {
                return .failure(Problem(.notFound, "Nothing has happened to \(id)."))
            }
            return .success(.json(.ok, ["entries": .array(timeline.entries.map(\.json))]))
        }
    }

    private func lastAssignment(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.registrationID()
        try context.refuseQuery()
        return try await work.read { [assignments] () throws(StoreError) in
            var reading = try AssignmentReading(of: AssignmentFilter(registrationID: id), from: assignments)
            while !reading.isAtEnd {
                if let last = try reading.next(atMost: 1).first { return .success(.json(.ok, last.json)) }
            }
            return .failure(Problem(.notFound, "Nothing was ever decided about \(id)."))
        }
    }
}
