package import Allocation
import HTTP

/// The service as devices see it (azure-rest-api-specs, `Azure.DeviceProvisioning.Device`): register, ask how the operation
/// stands, look the registration up.
package struct DeviceAPI: Sendable {
    private let configuration: EmulatorConfiguration
    private let enrollments: EnrollmentBook
    private let state: EmulatorState
    private let registrar: Registrar
    private let surroundings: Surroundings
    private let report: @Sendable (String) -> Void
    private let authentication: DeviceAuthentication
    private let rate: RegistrationRate

    /// - Parameters:
    ///   - configuration: the service's name, bounds and fields.
    ///   - enrollments: who may register.
    ///   - state: what is registered.
    ///   - registrar: what gives devices to hubs.
    ///   - surroundings: the clock, and the randomness of tracking IDs.
    ///   - report: takes a line for the log and returns at once. No key and no payload is in one.
    package init(
        configuration: EmulatorConfiguration, enrollments: EnrollmentBook, state: EmulatorState,
        registrar: Registrar, surroundings: Surroundings, report: @escaping @Sendable (String) -> Void
    ) {
        self.configuration = configuration
        self.enrollments = enrollments
        self.state = state
        self.registrar = registrar
        self.surroundings = surroundings
        self.report = report
        authentication = DeviceAuthentication(
            configuration: configuration, enrollments: enrollments, surroundings: surroundings)
        rate = RegistrationRate(
            limit: configuration.registrationsPerMinute, surroundings: surroundings)
    }

    package var routes: [EmulatorRoute] {
        [
            route(.put, "{idScope}/registrations/{registrationId}/register", register),
            route(.get, "{idScope}/registrations/{registrationId}/operations/{operationId}", operation),
            route(.post, "{idScope}/registrations/{registrationId}", lookUp),
        ]
    }

    /// `PUT /{idScope}/registrations/{registrationId}/register`: begins an operation, or gives the one that is under way.
    @Sendable private func register(_ call: DeviceCall) async throws(RegistrationRefusal) -> HTTPResponse {
        let body = try await call.registration()
        let proof = try authentication.proof(
            of: call.registrationID, fields: call.request.fields, tpm: body.tpm)
        try rate.count()
        guard proof.enrollment.isEnabled else {
            try registrar.disable(call.registrationID, by: proof, apiVersion: call.version.name)
            return disabled(call)
        }
        let registration = try registrar.begin(
            call.registrationID, by: proof, payload: body.payload, apiVersion: call.version.name)
        return .json(
            ["operationId": .string(registration.operationID), "status": "assigning"], .accepted,
            fields: location(of: call) + [retryAfter])
    }

    /// `GET /{idScope}/registrations/{registrationId}/operations/{operationId}`: 202 as long as the device is being assigned,
    /// then 200, also for a failure.
    @Sendable private func operation(_ call: DeviceCall) async throws(RegistrationRefusal) -> HTTPResponse {
        let registration = state.registration(call.registrationID)
        guard try enrollment(of: call, registration).isEnabled else { return disabled(call) }
        guard let registration, registration.operationID == call.operationID, !call.operationID.isEmpty
        else {
            throw .notFound(
                "Operation not found",
                "registration \(call.registrationID) has no such operation, or another one followed it")
        }
        let isOver = registration.status != .assigning
        return .json(
            registration.operationStatus(in: call.version), isOver ? .ok : .accepted,
            fields: isOver ? [] : [retryAfter])
    }

    /// `POST /{idScope}/registrations/{registrationId}`: what is registered.
    @Sendable private func lookUp(_ call: DeviceCall) async throws(RegistrationRefusal) -> HTTPResponse {
        let body = try await call.registration()
        let proof = try authentication.proof(
            of: call.registrationID, fields: call.request.fields, tpm: body.tpm)
        guard proof.enrollment.isEnabled else {
            return .json(Registration.disabledResult(of: call.registrationID))
        }
        guard let registration = state.registration(call.registrationID) else {
            throw .registrationNotFound("\(call.registrationID) has not registered yet")
        }
        return .json(registration.result(in: call.version))
    }

    /// A device with a TPM has no token, and names its key only when it registers; so it is known by its operation ID, which
    /// nobody can guess.
    private func enrollment(
        of call: DeviceCall, _ registration: Registration?
    ) throws(RegistrationRefusal) -> EnrollmentRecord {
        if let registration, case .tpm = registration.attestation,
            registration.operationID == call.operationID, !call.request.fields.contains("Authorization"),
            let record = enrollments.record(of: registration.enrollment)
        {
            return record
        }
        return try authentication.proof(of: call.registrationID, fields: call.request.fields, tpm: nil)
            .enrollment
    }

    /// Status 200, for the C SDK reads no body of an error; it takes the status from the answer to PUT and to GET alike
    /// (azure-iot-sdk-c, prov_transport_http_client.c, prov_device_ll_client.c).
    private func disabled(_ call: DeviceCall) -> HTTPResponse {
        .json([
            "operationId": "", "status": "disabled",
            "registrationState": Registration.disabledResult(of: call.registrationID),
        ])
    }

    private var retryAfter: (name: String, value: String) {
        (name: "Retry-After", value: String(configuration.retryAfter))
    }

    private func location(of call: DeviceCall) -> [(name: String, value: String)] {
        guard let host = call.request.fields["Host"] else { return [] }
        // Devices come through a proxy that ends TLS, and that says so in the usual way, if at all.
        let isSecure = call.request.fields["X-Forwarded-Proto"]?.equalsFoldingCase("https") ?? false
        return [(name: "Location", value: "\(isSecure ? "https" : "http")://\(host)\(call.request.path)")]
    }
}

extension DeviceAPI {
    private typealias Answer = @Sendable (DeviceCall) async throws(RegistrationRefusal) -> HTTPResponse

    private func route(_ method: HTTPMethod, _ path: String, _ answer: @escaping Answer) -> EmulatorRoute {
        EmulatorRoute(method, path) { call in
            let trackingID = RequestID(randomBy: surroundings)
            do throws(RegistrationRefusal) {
                return try await answer(DeviceCall(call, idScope: configuration.idScope))
                    .tracked(by: trackingID)
            } catch {
                return refuse(call, error, trackingID)
            }
        } refusing: { call in
            refuse(
                call, .plain(.methodNotAllowed, "\(call.request.method) is not allowed here."),
                RequestID(randomBy: surroundings))
        }
    }

    private func refuse(
        _ call: EmulatorCall, _ refusal: RegistrationRefusal, _ trackingID: RequestID
    ) -> HTTPResponse {
        // Nothing that a stranger wrote goes into the log but what is known to be a registration ID.
        let name = (try? RegistrationID(call["registrationId"]))?.text ?? "(no registration ID)"
        report("registration \(name): refused with \(refusal.errorCode), \(refusal.reason)")
        return HTTPResponse.refusal(
            refusal, trackingID: trackingID, at: surroundings.preciseNow,
            retryAfter: configuration.retryAfter
        ).tracked(by: trackingID)
    }
}

extension HTTPResponse {
    fileprivate func tracked(by id: RequestID) -> HTTPResponse {
        var response = self
        response.fields.append((name: "x-ms-request-id", value: id.description))
        return response
    }
}
