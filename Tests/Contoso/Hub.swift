/// Host names of IoT hubs.
package enum Hub {
    package static let toasters = "contoso-toasters-hub-1098.azure-devices.net"
    package static let heatPumps = "contoso-heatpumps-hub-1098.azure-devices.net"

    /// Fits no division.
    package static let office = "contoso-office-hub-1098.azure-devices.net"

    /// Both of the article's, in its order.
    package static let both = [toasters, heatPumps]
}
