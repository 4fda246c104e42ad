import Allocation
import HTTP

/// `/api/devices`: what fleet managers register.
struct DevicesEndpoint: Sendable {
    /// The largest body, in bytes: a device with the largest twin and payload that it may have, written with room.
    private static let largestBody = 256 * 1_024

    let devices: any DeviceRepository
    let background: Background
    let surroundings: Surroundings

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

    private func list(_ context: RequestContext) async -> HTTPResponse {
        let query: DeviceQuery
        do throws(InvalidDocuments) {
            query = try DeviceListParameters(context.request.target).query
        } catch {
            return Problem(
                status: .badRequest, detail: "The query is not in order.", faults: error.faults
            ).response
        }
        return await reading { devices throws(StoreError) in
            let page = try devices.page(of: query)
            var body: JSONObject = ["devices": .array(page.devices.map(\.json))]
            body["next"] = page.next.map { .string($0.text(for: query)) }
            body["total"] = page.total.map { .number(JSONNumber($0)) }
            return .json(.ok, .object(body))
        }
    }

    private func show(_ context: RequestContext) async -> HTTPResponse {
        await withRegistrationID(of: context) { id in
            await reading { devices throws(StoreError) in
                guard let device = try devices.device(id) else {
                    return Problem(status: .notFound, detail: "\(id) is not registered.").response
                }
                let tag = ("etag", EntityTag.text(of: device.revision))
                guard !EntityTag.isKnown(device.revision, to: context.request.fields) else {
                    return HTTPResponse(status: .notModified, fields: [tag])
                }
                return .json(.ok, device.json, fields: [tag])
            }
        }
    }

    /// Without a precondition it makes what is not there, and asks for one where it would overwrite (RFC 6585 §3).
    private func put(_ context: RequestContext) async -> HTTPResponse {
        await withDocument(of: context) { id, document in
            let asked = EntityTag.precondition(in: context.request.fields)
            guard var members = document.object else {
                return Problem(status: .unprocessableContent, detail: "A device is a JSON object.").response
            }
            if members["registrationId"] == nil { members["registrationId"] = .string(id.text) }
            let json = JSONValue.object(members)
            let response = await changing(context) { devices, change throws(ChangeRefusal) in
                try devices.put(try Self.device(id, from: json), if: asked ?? .absent, in: change)
            }
            return asked == nil && response.status == .preconditionFailed ? Self.askForPrecondition : response
        }
    }

    private static func device(_ id: RegistrationID, from json: JSONValue) throws(ChangeRefusal) -> Device {
        let device: Device
        do throws(InvalidDocuments) {
            device = try Device(json: json)
        } catch {
            throw .invalid(error)
        }
        guard device.registrationID == id else {
            throw .invalid("registrationId", "is not the one of the path, \(id)")
        }
        return device
    }

    private func patch(_ context: RequestContext) async -> HTTPResponse {
        await withDocument(of: context) { id, document in
            guard let precondition = EntityTag.precondition(in: context.request.fields) else {
                return Self.askForPrecondition
            }
            return await changing(context) { devices, change throws(ChangeRefusal) in
                try devices.patch(id, with: document, if: precondition, in: change)
            }
        }
    }

    /// Retires; with `?erase=true` it takes the device out of the inventory.
    private func delete(_ context: RequestContext) async -> HTTPResponse {
        await withRegistrationID(of: context) { id in
            guard let precondition = EntityTag.precondition(in: context.request.fields) else {
                return Self.askForPrecondition
            }
            let erases = context.request.target.queryItem("erase") == "true"
            return await changing(context) { devices, change throws(ChangeRefusal) in
                erases
                    ? try devices.erase(id, if: precondition, in: change)
                    : try devices.retire(id, because: change.message, if: precondition, in: change)
            }
        }
    }

    private static let askForPrecondition = Problem(
        status: .preconditionRequired,
        detail:
            "Say which revision you know: If-Match with the ETag that was read, or * for whatever there is."
    ).response

    // MARK: What all of them do

    private func withRegistrationID(
        of context: RequestContext, _ body: (RegistrationID) async -> HTTPResponse
    ) async -> HTTPResponse {
        let id: RegistrationID
        do throws(RegistrationIDError) {
            id = try RegistrationID(context.parameter)
        } catch {
            return Problem(status: .badRequest, detail: "The path: \(error).").response
        }
        return await body(id)
    }

    private func withDocument(
        of context: RequestContext, _ body: (RegistrationID, JSONValue) async -> HTTPResponse
    ) async -> HTTPResponse {
        await withRegistrationID(of: context) { id in
            let bytes: [UInt8]
            do throws(HTTPBodyError) {
                bytes = try await context.request.body.collect(upTo: Self.largestBody)
            } catch {
                return Problem(
                    status: error.status,
                    detail: "The body may have \(Self.largestBody) bytes, and must come in time."
                ).response
            }
            let document: JSONValue
            do throws(JSONError) {
                document = try JSONValue(parsing: bytes)
            } catch {
                return Problem(status: .badRequest, detail: "The body is not JSON: \(error).").response
            }
            return await body(id, document)
        }
    }

    private func reading(
        _ body: @escaping @Sendable (any DeviceRepository) throws(StoreError) -> HTTPResponse
    ) async -> HTTPResponse {
        let devices = devices
        return await background.run {
            do throws(StoreError) {
                return try body(devices)
            } catch {
                return Problem(status: error.status, detail: "The inventory cannot be read: \(error).")
                    .response
            }
        }
    }

    private func changing(
        _ context: RequestContext,
        _ body:
            @escaping @Sendable (any DeviceRepository, ChangeContext) throws(ChangeRefusal) ->
            Changed<RegisteredDevice>
    ) async -> HTTPResponse {
        let message = context.request.target.queryItem("message")
        guard (0...ChangeContext.longestMessage).contains(message?.unicodeScalars.count ?? 0) else {
            return Problem(
                status: .badRequest, detail: "message may have \(ChangeContext.longestMessage) characters."
            ).response
        }
        let change = ChangeContext(
            actor: context.keyName, at: surroundings.now, requestID: context.id,
            message: message.flatMap { $0.isEmpty ? nil : $0 })
        let devices = devices
        return await background.run {
            do throws(ChangeRefusal) {
                return Self.response(to: try body(devices, change))
            } catch {
                return Problem(error).response
            }
        }
    }

    private static func response(to changed: Changed<RegisteredDevice>) -> HTTPResponse {
        guard let device = changed.value else { return HTTPResponse(status: .noContent) }
        var fields = [("etag", EntityTag.text(of: device.revision))]
        // All that a registration ID may hold stands in a path as it is (RFC 3986 §3.3).
        if changed.effect == .created {
            fields.append(("location", "/api/devices/\(device.device.registrationID)"))
        }
        return .json(changed.effect == .created ? .created : .ok, device.json, fields: fields)
    }
}
