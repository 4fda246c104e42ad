/// The words behind a command's name, sorted by its specification.
package struct Arguments: Equatable {
    package private(set) var positionals: [String] = []
    private var values: [String: [String]] = [:]

    /// Options may stand before, between and after the positionals, with their value behind a space or `=`;
    /// after `--` nothing is an option.
    ///
    /// - Throws: `UsageError` for an unknown option, a missing or surplus word, or an option given twice.
    package init(_ words: [String], for specification: CommandSpecification) throws(UsageError) {
        var rest = words[...]
        while let word = rest.popFirst() {
            guard word != "--" else {
                positionals += rest
                break
            }
            guard word.hasPrefix("-"), word != "-" else {
                positionals.append(word)
                continue
            }
            let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(
                String.init)
            let option = try Self.option(parts[0], of: specification)
            var value = parts.count > 1 ? parts[1] : nil
            if option.value == nil {
                guard value == nil else { throw UsageError("\(option.name) takes no value") }
            } else {
                value = value ?? rest.popFirst()
                guard value != nil else {
                    throw UsageError("\(option.name) needs a value: \(option.value ?? "")")
                }
            }
            guard option.isRepeatable || values[option.name] == nil else {
                throw UsageError("\(option.name) is given twice")
            }
            values[option.name, default: []].append(value ?? "")
        }
        if let missing = specification.options.first(where: { $0.isRequired && values[$0.name] == nil }) {
            throw UsageError("\(missing.name) is missing")
        }
        let wanted = specification.positionals
        if positionals.count < wanted.count, !wanted[positionals.count].isOptional {
            throw UsageError("\(wanted[positionals.count].name) is missing")
        }
        if positionals.count > wanted.count {
            throw UsageError("\"\(positionals[wanted.count])\" is one word too many")
        }
    }

    package func has(_ option: String) -> Bool { values[option] != nil }

    package func value(_ option: String) -> String? { values[option]?.first }

    package func allValues(_ option: String) -> [String] { values[option] ?? [] }

    /// - Throws: `UsageError` when the option is not there.
    package func required(_ option: String) throws(UsageError) -> String {
        guard let value = value(option) else { throw UsageError("\(option) is missing") }
        return value
    }

    /// - Throws: `UsageError` when the value is not a whole number in the range.
    package func integer(_ option: String, in range: ClosedRange<Int>, default standard: Int)
        throws(UsageError)
        -> Int
    {
        guard let text = value(option) else { return standard }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError(
                "\(option) takes a number from \(range.lowerBound) to \(range.upperBound), not \"\(text)\"")
        }
        return number
    }

    /// - Throws: `UsageError` when the value is none of the choices.
    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ option: String, default standard: Choice? = nil
    ) throws(UsageError) -> Choice where Choice.RawValue == String {
        guard let text = value(option) else {
            guard let standard else { throw UsageError("\(option) is missing") }
            return standard
        }
        guard let choice = Choice(rawValue: text) else {
            let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw UsageError("\(option) takes one of \(choices), not \"\(text)\"")
        }
        return choice
    }

    package var format: OutputFormat {
        get throws(UsageError) { try choice("--format", default: .text) }
    }

    private static func option(
        _ name: String, of specification: CommandSpecification
    ) throws(UsageError) -> CommandSpecification.Option {
        if let option = specification.options.first(where: { $0.name == name }) { return option }
        let near = Suggestion.nearest(to: name, among: specification.options.map(\.name))
        throw UsageError("there is no option \(name)" + (near.map { "; did you mean \($0)?" } ?? ""))
    }
}
