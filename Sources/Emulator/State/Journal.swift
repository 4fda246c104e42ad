import Allocation
import Glibc

/// The file that the state is kept in: a line of JSON for each change, under a first line that says so and gives the version.
///
/// A change is handed to the system by one write(2) before it is answered, so that it outlives the process, however that ends. It
/// is not brought to the disk each time: a power cut may take the last moments.
struct Journal: Sendable {
    static let format = "dps-emulator-journal"
    static let version = 1
    let folder: JournalFolder
    private var descriptor: Int32
    private(set) var size: Int
    /// After a write that failed and could not be taken back: a line behind it could not be read.
    private var isBroken = false
    /// What was written since a rewriting began; `nil` when there is none under way.
    private(set) var tail: [UInt8]?

    /// Rewrites the journal compactly, and goes on there.
    init(in folder: JournalFolder, with contents: StateContents) throws(StateError) {
        self.folder = folder
        (descriptor, size) = try Self.write(contents, in: folder)
        do throws(StateError) {
            try folder.replaceJournal()
            try folder.synchronize()
        } catch {
            Glibc.close(descriptor)
            throw error
        }
    }

    /// Goes on in the journal as it is, behind so many bytes of whole lines: where there is no room to rewrite it.
    init(continuing folder: JournalFolder, behind size: Int) throws(StateError) {
        self.folder = folder
        self.size = size
        descriptor = open(folder.journal, O_WRONLY | O_APPEND | O_CLOEXEC)
        guard descriptor >= 0 else { throw .system("\(folder.journal) cannot be opened", errno) }
        guard ftruncate(descriptor, off_t(size)) == 0 else {
            let code = errno
            Glibc.close(descriptor)
            throw .system("\(folder.journal) cannot be cut to its whole lines", code)
        }
    }

    /// Nothing may be appended any more.
    mutating func close() {
        Glibc.close(descriptor)
        isBroken = true
    }

    /// - Throws: `StateError` when the line could not be written whole; then nothing of it is there.
    mutating func append(_ change: StateChange) throws(StateError) {
        guard !isBroken else {
            throw StateError("\(folder.journal) cannot be written any more after an error; start again")
        }
        let line = Self.line(change.json)
        do throws(StateError) {
            try Self.write(line, to: descriptor, folder.journal)
        } catch {
            // Of a disk that is full, a part may have been written.
            if ftruncate(descriptor, off_t(size)) != 0 { isBroken = true }
            throw error
        }
        size += line.count
        tail?.append(contentsOf: line)
    }

    mutating func beginRewriting() { tail = [] }

    mutating func endRewriting() { tail = nil }

    /// Goes on in a new file, which has everything up to the beginning of the rewriting.
    mutating func move(to other: (descriptor: Int32, size: Int)) throws(StateError) {
        let tail = tail ?? []
        do throws(StateError) {
            try Self.write(tail, to: other.descriptor, folder.unfinished)
            try folder.replaceJournal()
        } catch {
            Glibc.close(other.descriptor)
            folder.removeUnfinished()
            throw error
        }
        Glibc.close(descriptor)
        descriptor = other.descriptor
        size = other.size + tail.count
        isBroken = false
    }

    /// Writes all of a state to a new file beside the journal, and brings it to the disk.
    static func write(
        _ contents: StateContents, in folder: JournalFolder
    ) throws(StateError) -> (descriptor: Int32, size: Int) {
        let path = folder.unfinished
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .system("\(path) cannot be made", errno) }
        do throws(StateError) {
            var size = 0
            var bytes = line([
                "format": .string(format), "version": .number(JSONNumber(Int64(version))),
                "lastCall": .number(JSONNumber(Int64(contents.lastCall))),
            ])
            try contents.forEachChange { change throws(StateError) in
                bytes += line(change.json)
                guard bytes.count >= 1 << 20 else { return }
                try write(bytes, to: descriptor, path)
                size += bytes.count
                bytes.removeAll(keepingCapacity: true)
            }
            try write(bytes, to: descriptor, path)
            size += bytes.count
            guard fsync(descriptor) == 0 else { throw .system("\(path) cannot be written", errno) }
            return (descriptor, size)
        } catch {
            Glibc.close(descriptor)
            // A disk that is full is to have its room back.
            folder.removeUnfinished()
            throw error
        }
    }

    private static func line(_ json: JSONValue) -> [UInt8] {
        var line = json.serialized()
        line.append(UInt8(ascii: "\n"))
        return line
    }

    private static func write(_ bytes: [UInt8], to descriptor: Int32, _ path: String) throws(StateError) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if written < 0, errno == EINTR { continue }
            guard written > 0 else { throw .system("\(path) cannot be written", errno) }
            rest = rest.dropFirst(written)
        }
    }

    /// Reads a journal's bytes. What stands behind the last line feed was cut short with the process, and is left out.
    ///
    /// - Returns: how many bytes the whole lines have.
    /// - Throws: `StateError` with file and line for any other line that is not in order, and for a journal of a later version.
    static func read(
        _ bytes: [UInt8], of path: String, into contents: inout StateContents
    ) throws(StateError) -> Int {
        var start = 0
        var number = 0
        // The last one has no line feed behind it.
        while let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) {
            number += 1
            do throws(JournalFault) {
                let json = try parse(Array(bytes[start..<end]))
                if number == 1 {
                    contents.lastCall = try readFirst(json)
                } else {
                    contents.apply(try StateChange(json))
                }
            } catch {
                throw StateError("\(path), line \(number): \(error)")
            }
            start = end + 1
        }
        if number == 0, !bytes.isEmpty {
            throw StateError("\(path), line 1: this is no journal of dps-emulator")
        }
        return start
    }

    private static func parse(_ line: [UInt8]) throws(JournalFault) -> JSONValue {
        do throws(JSONError) {
            return try JSONValue(parsing: line)
        } catch {
            throw JournalFault("column \(error.column): \(error.reason)")
        }
    }

    /// - Returns: the number of the last call.
    private static func readFirst(_ json: JSONValue) throws(JournalFault) -> Int {
        guard json["format"]?.string == format else {
            throw JournalFault("this is no journal of dps-emulator")
        }
        let entry = try JournalEntry(json)
        let found = try entry.integer("version")
        guard found == version else {
            throw JournalFault("version \(found) is not known to this dps-emulator, which knows \(version)")
        }
        return try entry.integer("lastCall")
    }
}
