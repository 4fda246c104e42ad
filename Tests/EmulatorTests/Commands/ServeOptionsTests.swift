import CommandLineInterface
import HTTP
import Testing

@testable import Emulator

@Suite struct ServeOptionsTests {
    private static let files = [
        "dps": """
        // as little as possible
        {"provisioningService": {"name": "contoso", "idScope": "0ne00000001", "linkedHubs": ["hub-1.azure-devices.net"]},
         "enrollmentGroups": [{"enrollmentGroupId": "all", "attestation": {"type": "symmetricKey", "symmetricKey":
            {"primaryKey": "MTIzNDU2Nzg5MDEyMzQ1Ng==", "secondaryKey": "MTIzNDU2Nzg5MDEyMzQ1Ng=="}},
            "allocationPolicy": "custom",
            "customAllocationDefinition": {"webhookUrl": "http://127.0.0.1/a?code=old", "apiVersion": "2021-10-01"}}]}
        """,
        "faulty": #"{"surprise": 1, "another": 2}"#,
        "key": "sixteen-letters-\n", "short": "short\n",
    ]

    private func options(_ words: String, in run: CommandRun = CommandRun(files: files)) throws
        -> ServeOptions
    {
        let arguments = try Arguments(
            words.split(separator: " ").map(String.init), for: ServeCommand.specification)
        return try ServeOptions(arguments, in: run.terminal)
    }

    @Test func `it listens on loopback unless told otherwise`() throws {
        let options = try options("--config dps")
        #expect(options.addresses.map(\.description) == ["127.0.0.1:8090"])
        #expect(options.configuration.idScope == "0ne00000001")
    }

    @Test(arguments: ["0.0.0.0:0", ":0", "192.0.2.1:8090", "[::]:0"])
    func `beyond loopback a key is needed`(address: String) throws {
        #expect(throws: UsageError.self) { try options("--config dps --listen \(address)") }
        _ = try options("--config dps --listen \(address) --key-file key")
    }

    @Test func `a key that is soon guessed is refused`() {
        #expect(throws: CommandFailure("short has no key of at least 16 characters")) {
            try options("--config dps --key-file short")
        }
    }

    @Test(arguments: ["http://127.0.0.1:1234/b?code=new", "-"])
    func `another webhook takes the place of the enrollments' own`(word: String) throws {
        let run = CommandRun(input: "http://127.0.0.1:1234/b?code=new\n", files: Self.files)
        let enrollments = try options("--config dps --webhook \(word)", in: run).configuration.enrollments
        #expect(
            enrollments.map { $0.customAllocation?.webhookURL.target } == ["/b?code=new"])
    }

    @Test func `every mistake of the configuration is told with its place`() {
        let run = CommandRun(files: Self.files)
        #expect(throws: CommandFailure.self) { try options("--config faulty", in: run) }
        let lines = run.errors.split(separator: "\n")
        #expect(lines.count >= 2)
        #expect(lines.allSatisfy { $0.hasPrefix("faulty:1:") })
    }

    @Test(arguments: ["0", "1.1", "-1", "nan", "x"])
    func `a time scale is above 0 and up to 1`(text: String) {
        #expect(throws: UsageError.self) { try options("--config dps --time-scale=\(text)") }
    }
}
