/// The members of an object that people write, read to the end whatever is wrong on the way: all faults are told at once.
///
/// After a fault a read gives a stand-in, so what was read is good only if `finish()` returns.
package struct JSONFields {
    package let pointer: JSONPointer
    private let members: JSONMembers?
    private var faults: [InvalidDocument] = []
    /// Of the faults; a hostile document has tens of thousands.
    private var places: Set<JSONPointer> = []

    /// - Parameters:
    ///   - value: what should be an object.
    ///   - pointer: where it stands in the document.
    ///   - known: every name that the object may have; each other one is a fault.
    ///   - ignored: names that may stand there and say nothing, such as those that only the inventory writes.
    package init(
        _ value: JSONValue, at pointer: JSONPointer, known: Set<String>, ignoring ignored: Set<String> = []
    ) {
        self.pointer = pointer
        guard var object = value.object else {
            members = nil
            keep(InvalidDocument(at: pointer, "must be an object, but is \(value.kind)"))
            return
        }
        let strangers = object.members.filter { !known.contains($0.name) }
        if !strangers.isEmpty { object.removeMembers { !known.contains($0.name) } }
        members = JSONMembers(of: object, at: pointer)
        let unknown = strangers.filter { !ignored.contains($0.name) }
        guard !unknown.isEmpty else { return }
        let names = known.sorted().joined(separator: ", ")
        for member in unknown {
            keep(
                InvalidDocument(
                    at: pointer.appending(name: member.name), "is not known here; known are \(names)"))
        }
    }

    /// Reads one thing; a fault is kept for `finish()`.
    package mutating func read<Value>(
        _ body: (JSONMembers) throws(InvalidDocument) -> Value?
    ) -> Value? {
        guard let members else { return nil }
        do throws(InvalidDocument) {
            return try body(members)
        } catch {
            keep(error)
            return nil
        }
    }

    /// Reads an initial twin, and what IoT Hub would refuse of it.
    package mutating func twin(_ name: String) -> InitialTwin? {
        guard let value = read({ members throws(InvalidDocument) in try members.object(name) }) else {
            return nil
        }
        let place = pointer.appending(name: name)
        defer { for fault in InitialTwin.faults(of: value, at: place) { add(fault) } }
        do throws(InvalidDocuments) {
            return try InitialTwin(value, at: place)
        } catch {
            for fault in error.faults { add(fault) }
            return nil
        }
    }

    /// Whether a member's own value is at fault, of those that have been read.
    package func isAtFault(_ name: String) -> Bool { places.contains(pointer.appending(name: name)) }

    /// Adds a fault that was found elsewhere, unless the member it concerns has one already.
    package mutating func add(_ fault: InvalidDocument) {
        if !places.contains(fault.pointer) { keep(fault) }
    }

    private mutating func keep(_ fault: InvalidDocument) {
        faults.append(fault)
        places.insert(fault.pointer)
    }

    /// Adds a fault of one member.
    package mutating func add(_ name: String, _ problem: String) {
        add(InvalidDocument(at: pointer.appending(name: name), problem))
    }

    /// - Throws: `InvalidDocuments` with every fault that was found.
    package func finish() throws(InvalidDocuments) {
        guard faults.isEmpty else { throw InvalidDocuments(faults) }
    }
}
