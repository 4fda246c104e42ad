import Allocation
import HTTP

/// A device's request whose version, ID scope and registration ID are in order.
struct DeviceCall: Sendable {
    let request: HTTPRequest
    let version: DeviceAPIVersion
    let registrationID: RegistrationID
    /// Empty where the path names none.
    let operationID: String

    /// - Parameters:
    ///   - call: with the path's `idScope`, `registrationId` and perhaps `operationId`.
    ///   - idScope: the service's.
    /// - Throws: 400 or 404 with what is wrong.
    init(_ call: EmulatorCall, idScope: String) throws(RegistrationRefusal) {
        request = call.request
        version = try DeviceAPIVersion(request.target.queryItem("api-version"))
        guard call["idScope"].equalsFoldingCase(idScope) else {
            throw .notFound(
                "The Device Provisioning Service instance does not exist.",
                "the ID scope in the path is not \(idScope)")
        }
        do throws(RegistrationIDError) {
            registrationID = try RegistrationID(call["registrationId"])
        } catch {
            throw RegistrationRefusal(
                status: .badRequest, errorCode: 400_004, message: "Invalid RegistrationId",
                reason: error.description)
        }
        operationID = call["operationId"]
    }

    /// Reads the body.
    ///
    /// - Throws: 415 for another media type than JSON, 413 for a body that is too large, 400 for what is wrong in it.
    func registration() async throws(RegistrationRefusal) -> DeviceRegistration {
        guard request.fields.mediaType?.equalsFoldingCase("application/json") ?? true else {
            throw .plain(.unsupportedMediaType, "The media type must be application/json.")
        }
        let body: [UInt8]
        do throws(HTTPBodyError) {
            body = try await request.body.collect(upTo: DeviceRegistration.largestBody)
        } catch {
            throw .plain(
                error.status,
                error == .tooLarge
                    ? "The body may have at most \(DeviceRegistration.largestBody) bytes."
                    : "The body could not be read.")
        }
        return try DeviceRegistration(body, for: registrationID)
    }
}
