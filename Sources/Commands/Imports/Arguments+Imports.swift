import Allocation
import CommandLineInterface

extension Arguments {
    /// The first positional as the ID of a plan.
    ///
    /// - Throws: `CommandFailure` when it is none.
    func planID() throws(CommandFailure) -> RequestID {
        let text = positionals.first ?? ""
        guard let id = RequestID(text) else {
            throw CommandFailure("\"\(text)\" is not the ID of a plan; imports list shows them")
        }
        return id
    }
}

extension CommandSpecification.Positional {
    static let plan = CommandSpecification.Positional(
        name: "ID", help: "The plan's ID, as imports list shows it")
}

extension CommandFailure {
    static func noPlan(_ id: RequestID) -> CommandFailure {
        CommandFailure("there is no plan \(id); plans are kept for seven days")
    }
}
