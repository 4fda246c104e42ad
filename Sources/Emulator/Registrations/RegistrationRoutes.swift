import Allocation
import HTTP

/// What the service remembers of registrations.
package struct RegistrationRoutes: Sendable {
    private let state: EmulatorState

    package init(state: EmulatorState) {
        self.state = state
    }

    /// - `GET /emulator/registrations?limit=&after=`: `{"registrations":[...],"next":"..."}`, in the order of their folded IDs.
    /// - `GET /emulator/registrations/{id}`: one.
    /// - `DELETE /emulator/registrations/{id}`: forgets it, as the service API does: the hub keeps the device. Answers 409, and
    ///   leaves it, while the device is being assigned.
    package var all: [EmulatorRoute] {
        [
            EmulatorRoute(.get, "emulator/registrations", list),
            EmulatorRoute(.get, "emulator/registrations/{id}") { call in
                guard let registration = id(call).flatMap(state.registration) else { return Self.none }
                return .json(registration.shown)
            },
            EmulatorRoute(.delete, "emulator/registrations/{id}", remove),
        ]
    }

    private func list(_ call: EmulatorCall) -> HTTPResponse {
        do throws(QueryFault) {
            var request = try PageRequest(call.request.target)
            request.after = request.after?.asciiFolded
            let (page, next) = request.page(of: state.registrations(), by: \.registrationID.folded)
            var body: JSONObject = ["registrations": .array(page.map(\.shown))]
            body["next"] = next.map(JSONValue.string)
            return .json(.object(body))
        } catch {
            return .problem(.badRequest, error.description)
        }
    }

    private func remove(_ call: EmulatorCall) -> HTTPResponse {
        guard let id = id(call) else { return Self.none }
        do throws(StateError) {
            return try state.update(id) { registration, _ in
                guard let kept = registration else { return Self.none }
                guard kept.status != .assigning else { return Self.isUnderWay }
                registration = nil
                return HTTPResponse(status: .noContent)
            }
        } catch {
            return .problem(.insufficientStorage, "Nothing was changed: \(error).")
        }
    }

    private func id(_ call: EmulatorCall) -> RegistrationID? { try? RegistrationID(call["id"]) }

    private static let isUnderWay = HTTPResponse.problem(
        .conflict, "The device is being assigned; its registration can be forgotten once that has ended.")
    private static let none = HTTPResponse.problem(.notFound, "No device has registered with this ID.")
}

extension Registration {
    /// As the service API has it (`DeviceRegistrationState`), with the enrollment and, of a failure, the plain reason.
    fileprivate var shown: JSONValue {
        var object = members(
            hub: assignedHub, deviceID: deviceID, substatus: substatus?.rawValue, failure: failure)
        object["reason"] = failure.map { .string($0.reason) }
        object["payload"] = returnedPayload
        object["operationId"] = .string(operationID)
        switch enrollment {
        case .group(let name): object["enrollmentGroupId"] = .string(name)
        case .individual(let id, _): object["individualEnrollment"] = .string(id.text)
        }
        return .object(object)
    }
}
