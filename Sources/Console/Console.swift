import Allocation
import CConsole

/// The console: a page that runs in a browser and asks the service's API with the key that its reader shows.
///
/// Names, bytes and their folder are there from the first use on and never change while the process runs; what gzip makes of a file is
/// made when that is first asked for.
package enum Console {
    /// What stands in the page for the folder of the other files.
    package static let placeholder = "{{files}}"

    /// Where the other files are: `/console/` and 16 hexadecimal digits, which are others as soon as any file is. So a file is always
    /// the one that its page was made with, and modules find each other by relative names.
    package static let folder = "/console/" + digits

    /// They stand for the bytes of each file, of the page too: a strong entity tag can be made of them.
    package static let digits = digits(of: embedded)

    /// The page itself, with its folder in place of the placeholder; `nil` when none was built in.
    package static let page = embedded.first { $0.name == pageName }.map { file in
        ConsoleFile(name: file.name, bytes: replacing(placeholder, by: folder, in: file.bytes))
    }

    /// All but the page, to be served below `folder`.
    package static let files = embedded.filter { $0.name != pageName }

    /// As they were built in, in the order of the table.
    package static let embedded = (0..<console_file_count()).map { file in
        ConsoleFile(
            name: name(of: file),
            bytes: (0..<console_file_size(file)).map { console_file_byte(file, $0) })
    }

    private static let pageName = "index.html"

    private static func name(of file: Int) -> String {
        var bytes: [UInt8] = []
        while true {
            let byte = console_file_name_byte(file, bytes.count)
            if byte == 0 { return String(decoding: bytes, as: UTF8.self) }
            bytes.append(byte)
        }
    }

    /// The first 64 bits of SHA-256 over each name and content, each with its length before it, so that no two sets of files read
    /// the same.
    static func digits(of files: [ConsoleFile]) -> String {
        var hash = SHA256()
        for file in files {
            for part in [Array(file.name.utf8), file.bytes] {
                hash.update("\(part.count) ".utf8)
                hash.update(part)
            }
        }
        return String(hash.finalize().description.prefix(16))
    }

    static func replacing(_ text: String, by other: String, in bytes: [UInt8]) -> [UInt8] {
        let text = Array(text.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var rest = bytes[...]
        while !rest.isEmpty {
            if rest.starts(with: text) {
                result += other.utf8
                rest = rest.dropFirst(text.count)
            } else {
                result.append(rest[rest.startIndex])
                rest = rest.dropFirst()
            }
        }
        return result
    }
}
