import Allocation
import CommandLineInterface

extension Terminal {
    /// Who changes the inventory from here, and when.
    ///
    /// - Parameter message: why; `nil` or a text of 1 to 1,024 characters.
    /// - Returns: the system's user, now.
    /// - Throws: `UsageError` for another message.
    func changeContext(message: String? = nil) throws(UsageError) -> ChangeContext {
        if let message, !(1...ChangeContext.longestMessage).contains(message.unicodeScalars.count) {
            throw UsageError("--message takes 1 to \(ChangeContext.longestMessage) characters")
        }
        return ChangeContext(actor: userName, at: surroundings.now, message: message)
    }
}
