import Allocation
import HTTP

/// `/api/devices`: what fleet managers register.
struct DevicesEndpoint: Sendable {
    let devices: any DeviceRepository
    let policies: any PolicyRepository
    let work: InventoryWork

    var routes: [Route] {
        let readers = Access.bearer([.fleet, .auditor])
        let writers = Access.bearer([.fleet])
        return [
            Route(.get, "/api/devices", readers, list),
            Route(.get, "/api/devices/{}", readers, show),
            Route(.put, "/api/devices/{}", writers, put),
            Route(.patch, "/api/devices/{}", writers, patch),
            Route(.delete, "/api/devices/{}", writers, delete),
        ]
    }

    private func list(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let query = try DeviceListParameters(context.request.target).query
        return try await work.read { [devices] () throws(StoreError) in
            let page = try devices.page(of: query)
            var body: JSONObject = ["devices": .array(page.devices.map(\.json))]
            body["next"] = page.next.map { .string($0.text(for: query)) }
            body["total"] = page.total.map { .number(JSONNumber($0)) }
            body["seenUpTo"] = page.seenUpTo.map { .string($0.description) }
            return .success(.json(.ok, .object(body)))
        }
    }

    private func show(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.registrationID()
        try context.refuseQuery()
        return try await work.read { [devices] () throws(StoreError) in
            guard let device = try devices.device(id) else {
                return .failure(Problem(.notFound, "\(id) is not registered."))
            }
            return .success(context.answer(device.json, at: device.revision))
        }
    }

    /// Without a precondition it makes what is not there, and asks for one where it would overwrite.
    private func put(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.registrationID()
        let document = try await context.document()
        let precondition = context.precondition ?? .absent
        return try await change(id, context, document) { devices, change throws(ChangeRefusal) in
            try devices.put(try Self.device(id, from: document.json), if: precondition, in: change)
        }
    }

    private static func device(_ id: RegistrationID, from json: JSONValue) throws(ChangeRefusal) -> Device {
        do throws(InvalidDocuments) {
            return try Device(json: json.adding("registrationId", .string(id.text)), of: id)
        } catch {
            throw .invalid(error)
        }
    }

    private func patch(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.registrationID()
        let document = try await context.document()
        let precondition = try context.requiredPrecondition()
        return try await change(id, context, document) { devices, change throws(ChangeRefusal) in
            try devices.patch(id, with: document.json, if: precondition, in: change)
        }
    }

    /// Retires; with `?erase=true` it takes the device out of the inventory.
    private func delete(_ context: RequestContext) async throws(Problem) -> HTTPResponse {
        let id = try context.registrationID()
        let precondition = try context.requiredPrecondition()
        let erases = try Self.erases(context.request.target)
        return try await change(id, context, knowing: ["erase"]) { devices, change throws(ChangeRefusal) in
            erases
                ? try devices.erase(id, if: precondition, in: change)
                : try devices.retire(id, because: change.message, if: precondition, in: change)
        }
    }

    private static func erases(_ target: RequestTarget) throws(Problem) -> Bool {
        var parameters = QueryParameters(target, known: ["erase", "message"])
        let erases = parameters.flag("erase") ?? false
        // For its faults, so that all are told at once.
        _ = parameters.message()
        try parameters.finish()
        return erases
    }

    private func change(
        _ id: RegistrationID, _ context: RequestContext, _ document: RequestDocument? = nil,
        knowing parameters: [String] = [],
        _ change:
            @escaping @Sendable (any DeviceRepository, ChangeContext) throws(ChangeRefusal) ->
            Changed<RegisteredDevice>
    ) async throws(Problem) -> HTTPResponse {
        try await work.change(
            "device", for: context, body: document?.bytes ?? [], knowing: parameters,
            present: { [devices] _ throws(StoreError) in try devices.device(id) },
            answer: Self.answer
        ) { [devices, policies] context throws(ChangeRefusal) in
            do throws(ChangeRefusal) {
                return try change(devices, context)
            } catch {
                throw policies.completing(error, of: document?.json ?? .null)
            }
        }
    }

    private static func answer(to changed: Changed<RegisteredDevice>) -> WriteAnswer {
        WriteAnswer(
            .changed(
                changed.effect,
                changed.value.map { device in
                    // All that a registration ID may hold stands in a path as it is (RFC 3986 §3.3).
                    (device.json, device.revision, "/api/devices/\(device.device.registrationID)")
                }))
    }
}
