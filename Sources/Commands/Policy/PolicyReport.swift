import Allocation
import CommandLineInterface

/// How commands show divisions and rules, and what a write did to one.
struct PolicyReport {
    /// What they are: `division` or `rule`.
    let noun: String

    /// Says what was done, or would be.
    ///
    /// - Parameters:
    ///   - effect: of the write.
    ///   - name: of what was written.
    ///   - value: as it is now; `nil` when it is gone.
    ///   - arguments: say in what format, and whether it was really done.
    ///   - terminal: is written to.
    /// - Throws: `UsageError` for an unknown format.
    func print(
        _ effect: WriteEffect, _ name: String, _ value: JSONValue?, _ arguments: Arguments,
        in terminal: Terminal
    ) throws(UsageError) {
        let line = "\(effect.rawValue) \(noun) \(TextTable.printable(name))"
        try WriteReport(effect: effect, noun: noun, value: value, line: line).print(arguments, in: terminal)
    }

    /// Shows one with all its members.
    func show(_ value: JSONValue, _ arguments: Arguments, in terminal: Terminal) throws(UsageError) {
        switch try arguments.format {
        case .json:
            terminal.print(value)
        case .text:
            let rows = (value.object?.members ?? []).map { member in
                [member.name, member.value.string ?? member.value.description]
            }
            terminal.print(TextTable(["MEMBER", "VALUE"], rows, overflow: .wrap))
        }
    }

    /// Why one was not changed, in one line.
    func failure(
        _ refusal: ChangeRefusal, of name: String, given: GivenMembers? = nil
    ) -> any Error {
        switch refusal {
        case .notFound, .preconditionFailed(nil): missing(name)
        case .invalid(let faults):
            given?.failure(faults) ?? CommandFailure(TextTable.printable("\(faults)"))
        case .preconditionFailed, .oversized, .store: CommandFailure(TextTable.printable("\(refusal)"))
        }
    }

    func missing(_ name: String) -> CommandFailure {
        CommandFailure(
            TextTable.printable("there is no \(noun) \(name); see: dps-allocator \(noun)s list"))
    }
}
