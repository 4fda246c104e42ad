import Allocation
import HTTP

extension DeviceEnding {
    /// Where to look, in one line; `nil` where nothing went wrong.
    func advice(on id: RegistrationID, at service: HTTPURL) -> String? {
        let emulator = "\(service.scheme.rawValue)://\(service.authority)"
        return switch self {
        case .assigned: nil
        case .failed, .timedOut:
            "GET \(emulator)/emulator/calls?registrationId=\(id.text) tells what the webhook was asked and answered."
        case .disabled:
            "GET \(emulator)/emulator/individualEnrollments and /emulator/enrollmentGroups show which enrollment is disabled."
        case .refused(.unauthorized, _, _):
            "Compare key, registration ID and ID scope with the enrollment; the emulator's log says what is wrong."
        case .refused(.badRequest, _, _):
            "What is wrong stands in the message; the emulator's log has it, too."
        case .refused, .notUnderstood:
            "Look at the URL and the ID scope; the emulator's log says why it answered so."
        case .noAnswer:
            "Is the emulator running at \(emulator)? It is started by: dps-emulator serve --config FILE"
        }
    }
}
