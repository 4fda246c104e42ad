/// Commands of az for who runs Azure's side, with the names of Microsoft's article in the places of theirs.
enum AzureAdvice {
    private static let service =
        "--dps-name contoso-provisioning-service-1098 --resource-group contoso-us-resource-group"
    private static let enrollment = "--enrollment-id contoso-custom-allocated-devices"

    /// Has DPS ask this URL.
    static func useWebhook(_ shownURL: String) -> String {
        "az iot dps enrollment-group update \(service) \(enrollment) --allocation-policy custom "
            + "--webhook-url \"\(shownURL)\" --api-version 2021-10-01"
    }

    /// Which hubs DPS may offer.
    static let listHubs = "az iot dps linked-hub list \(service)"

    /// The keys of a webhook that is an Azure Function.
    static let listFunctionKeys =
        "az functionapp function keys list --resource-group contoso-us-resource-group "
        + "--name contoso-function-app-1098 --function-name HttpTrigger1"
}
