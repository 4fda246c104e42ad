import Allocation
import CommandLineInterface

/// What a command that writes did, or would do.
struct WriteReport {
    let effect: WriteEffect

    /// What was written is called so: `device`, `division`, `rule`, `key` or `import`.
    let noun: String

    /// As it is now; `nil` when it is gone.
    let value: JSONValue?

    /// What was done, in words.
    let line: String

    /// Says it in the format that is asked for: to people in a line, to programs as `effect`, `dryRun` and what there is now.
    ///
    /// - Throws: `UsageError` for an unknown format.
    func print(_ arguments: Arguments, in terminal: Terminal) throws(UsageError) {
        switch try arguments.format {
        case .text:
            terminal.print(arguments.reported(line))
        case .json:
            var object: JSONObject = [
                "effect": .string(effect.rawValue), "dryRun": .bool(arguments.isDryRun),
            ]
            object[noun] = value
            terminal.print(.object(object))
        }
    }
}
