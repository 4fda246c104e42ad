/// What the C SDK makes of a registration (prov_device_ll_client.h, `PROV_DEVICE_RESULT`).
enum ProvisioningResult: String, Sendable, CaseIterable {
    case ok = "PROV_DEVICE_RESULT_OK"
    case hubNotSpecified = "PROV_DEVICE_RESULT_HUB_NOT_SPECIFIED"
    case unauthorized = "PROV_DEVICE_RESULT_UNAUTHORIZED"
    case disabled = "PROV_DEVICE_RESULT_DISABLED"
    case authenticationError = "PROV_DEVICE_RESULT_DEV_AUTH_ERROR"
    case transport = "PROV_DEVICE_RESULT_TRANSPORT"
    case timeout = "PROV_DEVICE_RESULT_TIMEOUT"
}
