/// The hubs' devices as a change of a registration sees and leaves them.
package struct HubDevices {
    private let before: [HubDevice.Key: HubDevice]

    /// What was set since; a device that is gone is `nil`.
    package private(set) var changed: [HubDevice.Key: HubDevice?] = [:]

    package init(before: [HubDevice.Key: HubDevice] = [:]) {
        self.before = before
    }

    package subscript(key: HubDevice.Key) -> HubDevice? {
        get { if let changed = changed[key] { changed } else { before[key] } }
        set { changed[key] = .some(newValue) }
    }
}
