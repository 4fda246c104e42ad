import FoundationEssentials

/// Writes the tests' tables as seeds for the fuzzer: one folder for each target below the folder that is named.
@main struct WriteSeeds {
    static func main() throws {
        guard CommandLine.arguments.count == 2 else { throw Missing.folder }
        let folder = CommandLine.arguments[1]
        let requests = RequestRow.all.map { Array($0.input.utf8) }
        try write(requests, to: folder + "/RequestHead")
        try write(requests + pairs(requests), to: folder + "/Connection")
        try write(requests.compactMap(body), to: folder + "/ChunkedDecoder")
        let documents =
            JSONDocuments.accepted + JSONDocuments.acceptedWithUnusualCharacters + JSONDocuments.refused
            + JSONDocuments.refusedWithUnusualCharacters
        try write(documents.map { Array($0.utf8) } + JSONDocuments.refusedAsBytes, to: folder + "/JSON")
    }

    enum Missing: Error { case folder }

    private static func pairs(_ requests: [[UInt8]]) -> [[UInt8]] {
        zip(requests, requests.dropFirst()).map { $0 + $1 }
    }

    private static func body(_ request: [UInt8]) -> [UInt8]? {
        let text = String(decoding: request, as: UTF8.self)
        guard text.contains("chunked"), let end = text.firstRange(of: "\r\n\r\n")?.upperBound else {
            return nil
        }
        return Array(text[end...].utf8)
    }

    private static func write(_ seeds: [[UInt8]], to folder: String) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for (number, seed) in seeds.enumerated() where seed.count <= 4096 {
            try Data(seed).write(to: URL(filePath: "\(folder)/row-\(number)"))
        }
    }
}
