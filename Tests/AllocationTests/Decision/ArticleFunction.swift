import Allocation

/// The function that the article on custom allocation policies gives in C#, rewritten line by line and on
/// nothing of the allocator's. Two things differ: a registration ID is matched by its end, as the article's
/// prose has it, and a missing `linkedHubs` is the null that the code tests for, where C# would throw.
enum ArticleFunction {
    /// The body of an `OkObjectResult`, or the message of a `BadRequestObjectResult`.
    enum Answer: Equatable {
        case ok(JSONValue)
        case badRequest(String)
    }

    static func run(_ data: JSONValue) -> Answer {
        guard let regId = data["deviceRuntimeContext"]?["registrationId"]?.string else {
            return .badRequest("Registration ID not provided for the device.")
        }
        guard let hubs = data["linkedHubs"]?.array?.compactMap(\.string) else {
            return .badRequest("No hub group defined for the enrollment.")
        }
        var iotHubHostName: String?
        if regId.hasSuffix("-contoso-tstrsd-007") {
            for hubString in hubs where hubString.contains("-toasters-") { iotHubHostName = hubString }
            guard let iotHubHostName else { return .badRequest("No toasters hub found for the enrollment.") }
            return .ok([
                "iotHubHostName": .string(iotHubHostName),
                "initialTwin": [
                    "tags": ["deviceType": "toaster"],
                    "properties": ["desired": ["state": "ready", "darknessSetting": "medium"]],
                ],
            ])
        } else if regId.hasSuffix("-contoso-hpsd-088") {
            for hubString in hubs where hubString.contains("-heatpumps-") { iotHubHostName = hubString }
            guard let iotHubHostName else {
                return .badRequest("No heat pumps hub found for the enrollment.")
            }
            return .ok([
                "iotHubHostName": .string(iotHubHostName),
                "initialTwin": [
                    "tags": ["deviceType": "heatpump"],
                    "properties": ["desired": ["state": "on", "temperatureSetting": "65"]],
                ],
            ])
        } else {
            return .badRequest("Unrecognized device registration.")
        }
    }
}
