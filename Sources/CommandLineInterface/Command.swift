/// One thing that the program does: a name, what it takes, and the doing.
package protocol Command: Sendable {
    static var specification: CommandSpecification { get }

    /// Whether it answers devices. All other commands give way to one that does.
    static var isService: Bool { get }

    /// - Throws: `UsageError` for what is wrong with the words, another error, best a `CommandFailure`, for what
    ///   went wrong.
    static func run(_ arguments: Arguments, in terminal: Terminal) throws
}

extension Command {
    package static var isService: Bool { false }
}
