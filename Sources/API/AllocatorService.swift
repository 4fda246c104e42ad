package import Allocation
package import HTTP

/// The service as the HTTP server sees it: finds the route, lets in who may, and names every answer by its
/// request.
package struct AllocatorService: HTTPHandler {
    /// How long a write of the inventory waits for those before it, of this service; as long as it then waits at most for
    /// another process that writes.
    private static let patience = Duration.seconds(5)

    /// Every route of the service.
    let table: [Route]
    private let routes: RouteTable
    private let admission: Admission
    private let surroundings: Surroundings
    private let report: @Sendable (String) -> Void

    /// - Parameters:
    ///   - inventory: read once for each request that shows a key, and once for each decision.
    ///   - recorder: keeps each decision before it is answered.
    ///   - assignments: the history of these decisions.
    ///   - devices: what fleet managers write.
    ///   - policies: the divisions and rules, which admins write.
    ///   - keys: the keys, which admins make and revoke.
    ///   - changes: the memory of every change of them.
    ///   - imports: files that become changes of devices.
    ///   - requests: the writes that were given names.
    ///   - unmatched: the inbox of refused devices.
    ///   - watches: look for what somebody should know of.
    ///   - watchCounts: what they counted last; refreshed by somebody else.
    ///   - storage: tells how much room there is.
    ///   - allocatePaths: where DPS finds the allocate endpoint; each starts with a slash.
    ///   - surroundings: the clocks and the source of request IDs.
    ///   - report: takes one line about a fault that an operator should know of. Called on an event loop: it
    ///     must not block.
    package init(
        inventory: any DecisionInventory,
        recorder: any AssignmentRecorder,
        assignments: any AssignmentRepository,
        devices: any DeviceRepository,
        policies: any PolicyRepository,
        keys: any APIKeyRepository,
        changes: any ChangeRepository,
        imports: any ImportRepository,
        requests: any IdempotentRequestRepository,
        unmatched: any UnmatchedRepository,
        watches: Watches,
        watchCounts: WatchCounts,
        storage: any StorageMeter,
        allocatePaths: [String],
        surroundings: Surroundings,
        report: @escaping @Sendable (String) -> Void
    ) {
        self.surroundings = surroundings
        self.report = report
        let metrics = Metrics(watches: watchCounts)
        let sessions = Sessions(surroundings: surroundings)
        admission = Admission(inventory: inventory, sessions: sessions, metrics: metrics, report: report)
        let allocate = AllocateEndpoint(
            inventory: inventory, recorder: recorder, metrics: metrics, surroundings: surroundings,
            report: report)
        let readiness = ReadinessEndpoint(
            inventory: inventory, recorder: recorder, surroundings: surroundings, report: report)
        let health = ServiceHealthEndpoint(
            metrics: metrics, recorder: recorder, storage: storage, startedAt: surroundings.now,
            surroundings: surroundings, background: Background("storage"))

        let service =
            allocatePaths.map { path in Route(.post, path, .webhook, allocate.respond) } + [
                Route(.get, "/healthz", .open) { _ in HTTPResponse.text(.ok, "ok\n") },
                Route(.get, "/readyz", .open, readiness.respond),
                Route(.get, "/metrics", .bearer([.auditor])) { _ in metrics.response },
            ]
        let work = InventoryWork(
            reading: Background("reading"), writing: Background("writing"), patience: Self.patience,
            surroundings: surroundings,
            idempotentWrites: IdempotentWrites(requests: requests, changes: changes))
        let history = HistoryWork(surroundings: surroundings)
        let parts: [[Route]] = [
            service,
            health.routes,
            DescriptionEndpoint().routes,
            ConsoleEndpoint().routes,
            SessionEndpoint(sessions: sessions, admission: admission).routes,
            DevicesEndpoint(devices: devices, policies: policies, work: work).routes,
            DivisionsEndpoint(policies: policies, work: work).routes,
            RulesEndpoint(policies: policies, work: work).routes,
            KeysEndpoint(keys: keys, work: work).routes,
            ChangesEndpoint(changes: changes, work: work).routes,
            ChangeSetsEndpoint(changes: changes, work: work).routes,
            ImportsEndpoint(imports: imports, changes: changes, work: work).routes,
            ExplainEndpoint(
                explainer: Explainer(
                    inventory: inventory, devices: devices, changes: changes, history: assignments),
                work: work
            ).routes,
            DeviceExportEndpoint(devices: devices, report: report).routes,
            ImportTemplateEndpoint().routes,
            UnmatchedEndpoint(
                unmatched: unmatched,
                search: UnmatchedNearMisses(
                    devices: devices, policies: policies, assignments: assignments),
                work: work.reading(on: Background("inbox"))
            ).routes,
            UnmatchedActionsEndpoint(
                unmatched: unmatched, policies: policies, changes: changes, work: work
            ).routes,
            WatchesEndpoint(
                watches: watches, counts: watchCounts, work: work.reading(on: Background("watches"))
            ).routes,
            AssignmentsEndpoint(assignments: assignments, work: history).routes,
            AssignmentSummaryEndpoint(assignments: assignments, work: history).routes,
            AssignmentExportEndpoint(
                assignments: assignments, surroundings: surroundings, report: report
            ).routes,
            DeviceHistoryEndpoint(
                assignments: assignments, changes: changes, devices: devices, work: history
            ).routes,
        ]
        table = parts.flatMap { $0 }
        routes = RouteTable(table)
    }

    package func respond(to request: HTTPRequest) async -> HTTPResponse {
        var context = RequestContext(request: request, id: surroundings.makeRequestID())
        var response = await answer(&context)
        response.fields.append(("x-request-id", context.id.description))
        return response
    }

    private func answer(_ context: inout RequestContext) async -> HTTPResponse {
        let request = context.request
        // RFC 9110 §9.1: 501 for a method that nobody here knows, 405 for one that this path does not take.
        guard HTTPMethod.known.contains(request.method) else {
            return Problem(.unknownMethod, "This method is not known here.").response
        }
        // RFC 9110 §9.3.7: `OPTIONS *` asks about the server as a whole.
        if request.path == "*" {
            return HTTPResponse(
                status: .noContent, fields: [("allow", "DELETE, GET, HEAD, PATCH, POST, PUT")])
        }
        guard let (methods, parameter) = routes.methods(at: request.target) else {
            // RFC 9110 §15.5.5: a cache may keep a 404, and then would a file of the console be missing after an upgrade.
            return Problem(
                .noSuchPath, "There is nothing at this path.", fields: [("cache-control", "no-store")]
            ).response
        }
        // HEAD is answered as GET; the server leaves the body out (RFC 9110 §9.3.2).
        guard let route = methods[request.method == .head ? .get : request.method] else {
            return Self.wrongMethod(allowed: methods)
        }
        context.parameter = parameter
        let response: HTTPResponse
        do throws(Problem) {
            switch route.access {
            case .open: break
            case .webhook:
                if let refusal = admission.webhookRefusal(of: &context) { return refusal }
            case .bearer: try admission.admit(&context, by: route.access)
            }
            response = try await route.respond(context)
        } catch {
            if let cause = error.cause { report(cause) }
            response = error.response
        }
        return route.isConfidential ? response.confidential : response
    }

    private static func wrongMethod(allowed: [HTTPMethod: Route]) -> HTTPResponse {
        let names = Set(allowed.keys.map(\.rawValue)).union(allowed[.get] == nil ? [] : ["HEAD"]).sorted()
            .joined(separator: ", ")
        return Problem(
            .methodNotAllowed, "This path takes \(names) only.", fields: [("allow", names)]
        ).response
    }
}

extension HTTPMethod {
    /// The methods of RFC 9110 §9, RFC 5789 and draft-ietf-httpbis-safe-method-w-body.
    fileprivate static let known: Set<HTTPMethod> = [
        .get, .head, .post, .put, .patch, .delete, .options, .trace, .connect,
        HTTPMethod(rawValue: "QUERY"),
    ]
}
