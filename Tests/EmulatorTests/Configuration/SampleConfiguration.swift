import Foundation

/// The commented sample in `seed`.
enum SampleConfiguration {
    static func bytes() throws -> [UInt8] {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../../seed/dps-emulator.jsonc")
        return Array(try Data(contentsOf: file))
    }

    static func text() throws -> String { String(decoding: try bytes(), as: UTF8.self) }
}
