import HTTP

/// The answers of a provisioning service.
extension ScriptedTransport {
    static func assigning(retryAfter: String? = nil) -> Answer {
        answer(202, #"{"operationId":"5.316a/x","status":"assigning"}"#, retryAfter: retryAfter)
    }

    static func assigned(_ hub: String = "toasters.example", _ deviceID: String = "dev1") -> Answer {
        answer(
            200,
            #"{"operationId":"5.316a/x","status":"assigned","registrationState":{"registrationId":"\#(deviceID)","#
                + #""assignedHub":"\#(hub)","deviceId":"\#(deviceID)","status":"assigned","#
                + #""substatus":"initialAssignment","payload":{"colour":"red"}}}"#)
    }

    static func failed(_ code: Int, _ message: String) -> Answer {
        answer(
            200,
            #"{"operationId":"5.316a/x","status":"failed","registrationState":{"status":"failed","errorCode":\#(code),"#
                + #""errorMessage":"\#(message)"}}"#)
    }

    static let disabled = answer(
        200, #"{"operationId":"","status":"disabled","registrationState":{"status":"disabled"}}"#)
}
