import Allocation
import CommandLineInterface

extension Arguments {
    /// The first positional as a registration ID.
    ///
    /// - Throws: `CommandFailure` when it breaks DPS's rules.
    func registrationID() throws(CommandFailure) -> RegistrationID {
        try Self.registrationID(positionals.first ?? "")
    }

    static func registrationID(_ text: String) throws(CommandFailure) -> RegistrationID {
        do throws(RegistrationIDError) {
            return try RegistrationID(text)
        } catch {
            throw CommandFailure("\(error)")
        }
    }
}

extension CommandSpecification.Positional {
    static let registrationID = CommandSpecification.Positional(
        name: "REGISTRATION-ID", help: "The device's registration ID; its case does not matter")
}
