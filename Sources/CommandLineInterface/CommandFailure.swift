/// The command could not do its work: exit status 1.
package struct CommandFailure: Error, Equatable {
    package let message: String

    package init(_ message: String) {
        self.message = message
    }
}
