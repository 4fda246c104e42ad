package import Allocation
import HTTP

/// The enrollments, to be seen and to be changed while the emulator runs. What is changed lasts until the emulator ends.
package struct EnrollmentRoutes: Sendable {
    private let enrollments: EnrollmentBook
    private let linkedHubs: [String]
    private let surroundings: Surroundings

    package init(enrollments: EnrollmentBook, linkedHubs: [LinkedHub], surroundings: Surroundings) {
        self.enrollments = enrollments
        self.linkedHubs = linkedHubs.map(\.hostName)
        self.surroundings = surroundings
    }

    /// - `GET /emulator/enrollmentGroups`: `{"enrollmentGroups":[...]}`, in the order of the configuration.
    /// - `GET /emulator/individualEnrollments`: `{"individualEnrollments":[...]}`.
    /// - `GET .../{id}`: one of them, as the service's REST API shows it, without keys and without the query of the webhook's URL.
    /// - `PATCH .../{id}`: a merge patch (RFC 7396) over the record as the configuration writes it. Answers with the new record; with
    ///   400 and all faults in `errors`, each with `pointer` and `detail`; with 412 when `If-Match` names another etag.
    package var all: [EmulatorRoute] {
        routes("emulator/enrollmentGroups", "enrollmentGroups", .group)
            + routes("emulator/individualEnrollments", "individualEnrollments", .individual)
    }

    private func routes(_ path: String, _ list: String, _ kind: EnrollmentRecord.Kind) -> [EmulatorRoute] {
        [
            EmulatorRoute(.get, path) { _ in
                let records = enrollments.all.filter { $0.kind == kind }
                return .json([list: .array(records.map { .object($0.json(with: $0.customAllocation)) })])
            },
            EmulatorRoute(.get, path + "/{id}") { call in
                record(kind, call["id"]).map(Self.answer) ?? Self.notFound
            },
            EmulatorRoute(.patch, path + "/{id}") { call in await change(kind, call) },
        ]
    }

    private func record(_ kind: EnrollmentRecord.Kind, _ id: String) -> EnrollmentRecord? {
        switch kind {
        case .group: enrollments.group(id)
        case .individual: (try? RegistrationID(id)).flatMap(enrollments.individual)
        }
    }

    private func change(_ kind: EnrollmentRecord.Kind, _ call: EmulatorCall) async -> HTTPResponse {
        guard record(kind, call["id"]) != nil else { return Self.notFound }
        let patch: JSONValue
        do throws(EmulatorCall.BodyRefusal) {
            patch = try await call.mergePatch()
        } catch {
            return error.response
        }
        let now = surroundings.preciseNow
        // Again when another patch came in between; that one has got further, so this ends.
        while let record = record(kind, call["id"]) {
            guard record.meetsPrecondition(in: call.request.fields) else {
                return .problem(
                    .preconditionFailed, "The enrollment has another etag: \(record.entityTag).")
            }
            do throws(InvalidDocuments) {
                let patched = try record.patched(by: patch, linkedHubs: linkedHubs, at: now)
                if enrollments.replace(record, by: patched) { return Self.answer(patched) }
            } catch {
                return Self.refusal(error.faults)
            }
        }
        return Self.notFound
    }

    private static func answer(_ record: EnrollmentRecord) -> HTTPResponse {
        .json(
            .object(record.json(with: record.customAllocation)),
            fields: [(name: "ETag", value: record.entityTag)])
    }

    private static func refusal(_ faults: [InvalidDocument]) -> HTTPResponse {
        .problem(
            .badRequest, "The enrollment would not be in order; nothing was changed.",
            [
                "errors": .array(
                    faults.map {
                        ["pointer": .string($0.pointer.description), "detail": .string($0.problem)]
                    })
            ])
    }

    private static let notFound = HTTPResponse.problem(.notFound, "There is no enrollment with this ID.")
}
