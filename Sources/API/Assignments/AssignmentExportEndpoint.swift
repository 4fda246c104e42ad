import Allocation
import Files
import HTTP

/// `/api/assignments.csv` and `/api/assignments.ndjson`: the history as a file, up to the row that is the last one when it
/// begins, streamed.
///
/// Each piece is a short read of its own: a client that reads slowly, or goes away, holds neither a connection to the database
/// nor its log.
struct AssignmentExportEndpoint: Sendable {
    /// So many rows are held in memory at once.
    private static let batch = 200

    private let assignments: any AssignmentRepository
    private let work: HistoryWork
    private let report: @Sendable (String) -> Void

    init(
        assignments: any AssignmentRepository, surroundings: Surroundings,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.assignments = assignments
        // A file may have all rows there are; whoever asks for a page does not wait in line with its pieces.
        work = HistoryWork(surroundings: surroundings, background: Background("history export"))
        self.report = report
    }

    var routes: [Route] {
        FileForm.allCases.map { form in
            Route(.get, "/api/assignments.\(form.rawValue)", .bearer([.auditor])) {
                context throws(Problem) in
                try await export(form, to: context)
            }
        }
    }

    private func export(_ form: FileForm, to context: RequestContext) async throws(Problem) -> HTTPResponse {
        var parameters = QueryParameters(
            context.request.target,
            known: QueryParameters.assignmentFilterNames + ["order"] + (form == .csv ? ["bom"] : []))
        let filter = parameters.assignmentFilter()
        let isOldestFirst = parameters.assignmentOrder() == .oldest
        let isMarked = parameters.flag("bom") ?? false
        try parameters.finish()
        // A head alone needs nothing to be read.
        guard context.request.method != .head else {
            return .file(named: "assignments", in: form, body: .stream { _ in })
        }
        // Before the answer's head, so that a store that cannot answer is told by a status.
        let reading = try await work.read { [assignments] () throws(StoreError) in
            .success(
                try AssignmentReading(of: filter, isOldestFirst: isOldestFirst, from: assignments))
        }
        let file = AssignmentFileWriter(form, isMarked: isMarked)
        return .file(
            named: "assignments", in: form, body: .stream { try await write(reading, as: file, to: $0) })
    }

    private func write(
        _ reading: AssignmentReading, as file: AssignmentFileWriter, to writer: HTTPBodyWriter
    ) async throws {
        var (reading, file) = (reading, file)
        while !reading.isAtEnd {
            // Between two rows of a rare kind nothing is written that would tell that the client has gone.
            try Task.checkCancellation()
            (reading, file) = try await step(reading, as: file)
            guard file.count >= FileForm.pieceSize else { continue }
            try await writer.write(file.take())
        }
        try await writer.write(file.take())
    }

    /// Reads on and writes what it found, both away from the event loop.
    private func step(
        _ reading: AssignmentReading, as file: AssignmentFileWriter
    ) async throws(Problem) -> (AssignmentReading, AssignmentFileWriter) {
        do throws(Problem) {
            return try await work.read { () throws(StoreError) in
                var (reading, file) = (reading, file)
                for assignment in try reading.next(atMost: Self.batch) { file.append(assignment) }
                return .success((reading, file))
            }
        } catch {
            // What has left cannot be taken back; the connection is cut, so that the file is seen to be incomplete.
            report("an export of the history was broken off: \(error.cause ?? error.detail)")
            throw error
        }
    }
}
