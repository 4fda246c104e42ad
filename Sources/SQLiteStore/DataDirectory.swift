/// The folder that holds all a service keeps.
package struct DataDirectory: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// What people write.
    package var inventory: String { path + "/inventory.sqlite" }

    /// What the service writes.
    package var history: String { path + "/history.sqlite" }

    /// The folder of the plans of imports.
    package var imports: String { path + "/imports" }

    /// Locked by the one process that serves this folder.
    package var serviceLock: String { path + "/serve.lock" }
}
