import Allocation
import CommandLineInterface

/// Options that become members of a JSON object that people write.
struct MemberOptions: Sendable {
    /// Each option that holds text, and its member.
    let texts: [(option: String, member: String)]

    /// Each option that holds a JSON object, and its member.
    let objects: [(option: String, member: String)]

    /// Of the texts those that take one of a few words; another one is wrong usage.
    var choices: [(option: String, words: [String])] = []

    /// Each option that holds a whole number from 1, and its member; something else is wrong usage.
    var numbers: [(option: String, member: String)] = []

    /// What is given by the word that is no option, and how the usage calls it.
    var positional: (name: String, member: String)?

    /// What was given.
    ///
    /// - Parameters:
    ///   - arguments: the words.
    ///   - terminal: reads files that they name.
    ///   - emptyRemoves: an empty value is null, which takes a member away.
    /// - Returns: the members that were given, and what is wrong with the options themselves.
    func read(
        _ arguments: Arguments, in terminal: Terminal, emptyRemoves: Bool = false
    ) -> GivenMembers {
        var given = GivenMembers(by: self)
        if emptyRemoves, let merge = arguments.value("--merge") {
            if let patch = json("--merge", "", merge, in: terminal, &given)?.object { given.members = patch }
        }
        for (option, member) in texts {
            guard let text = arguments.value(option) else { continue }
            let isRemoved = text.isEmpty && emptyRemoves
            given.members[member] = isRemoved ? .null : .string(text)
            guard !isRemoved, let words = choices.first(where: { $0.option == option })?.words,
                !words.contains(text)
            else { continue }
            given.misuse(member, "takes one of \(words.joined(separator: ", ")), not \"\(text)\"")
        }
        for (option, member) in numbers {
            guard let text = arguments.value(option) else { continue }
            if let number = Int64(text), number > 0 {
                given.members[member] = .number(JSONNumber(number))
            } else {
                given.misuse(member, "takes a number from 1, not \"\(text)\"")
            }
        }
        for (option, member) in objects {
            guard let value = arguments.value(option) else { continue }
            if value.isEmpty && emptyRemoves {
                given.members[member] = .null
            } else if let json = json(option, member, value, in: terminal, &given) {
                given.members[member] = json
            }
        }
        return given
    }

    /// The object that an option holds, or the file that it names; `nil` when it is at fault.
    private func json(
        _ option: String, _ member: String, _ value: String, in terminal: Terminal,
        _ given: inout GivenMembers
    ) -> JSONValue? {
        do {
            let json = try JSONValue(parsing: terminal.bytes(orFile: value))
            guard json.kind != .object else { return json }
            given.add(member, "must be a JSON object, but is \(json.kind)", of: option)
        } catch let error as JSONError {
            given.add(member, "is not JSON: \(error)", of: option)
        } catch let error as CommandFailure {
            given.add(member, error.message, of: option)
        } catch {
            given.add(member, "\(error)", of: option)
        }
        return nil
    }

    /// The faults in one line, told by their options where they have one.
    func failure(_ faults: InvalidDocuments) -> CommandFailure {
        let words = positional.map { [($0.name, $0.member)] } ?? []
        let names = words + texts + objects + numbers
        let lines = faults.faults.map { fault in
            let place = fault.pointer.description
            let name = names.first { "/\($0.1)" == place }?.0 ?? place
            return name.isEmpty ? fault.problem : "\(name): \(fault.problem)"
        }
        return CommandFailure(TextTable.printable(lines.joined(separator: "; ")))
    }
}

/// What options gave of a document, and what is wrong with them. It is told together with what is wrong with the document.
struct GivenMembers: Sendable {
    private let options: MemberOptions
    var members = JSONObject()
    private var faults: [InvalidDocument] = []
    private var isMisused = false

    init(by options: MemberOptions) {
        self.options = options
    }

    var isEmpty: Bool { members.isEmpty && faults.isEmpty }

    var json: JSONValue { .object(members) }

    /// Adds what is wrong with an option.
    ///
    /// - Parameters:
    ///   - member: that it gives; empty for one that gives many.
    ///   - problem: what is wrong.
    ///   - option: its name.
    mutating func add(_ member: String, _ problem: String, of option: String = "") {
        faults.append(
            member.isEmpty
                ? InvalidDocument(at: JSONPointer(), "\(option): \(problem)")
                : InvalidDocument(at: JSONPointer().appending(name: member), problem))
    }

    /// Adds what the usage would have told.
    mutating func misuse(_ member: String, _ problem: String) {
        add(member, problem)
        isMisused = true
    }

    /// Reads the members as a whole.
    ///
    /// - Throws: `ChangeRefusal` with what is wrong with them and with the options.
    func read<Value>(
        _ make: (JSONValue) throws(InvalidDocuments) -> Value
    ) throws(ChangeRefusal) -> Value {
        var told = InvalidDocuments(faults)
        let value: Value
        do throws(InvalidDocuments) {
            value = try make(json)
        } catch {
            for fault in error.faults { told = told.adding(fault) }
            throw .invalid(told)
        }
        guard faults.isEmpty else { throw .invalid(told) }
        return value
    }

    /// The inventory to write to. What is wrong with the options is told also where there is none.
    func inventory(for arguments: Arguments) throws -> InventoryAccess {
        do throws(StoreError) {
            return try InventoryAccess(in: arguments)
        } catch {
            guard faults.isEmpty else { throw failure(InvalidDocuments(faults)) }
            throw error
        }
    }

    /// The faults in one line: as wrong usage where one of them is.
    func failure(_ faults: InvalidDocuments) -> any Error {
        let failure = options.failure(faults)
        return isMisused ? UsageError(failure.message) : failure
    }
}
