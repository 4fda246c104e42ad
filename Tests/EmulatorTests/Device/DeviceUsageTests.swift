import CommandLineInterface
import Testing

@testable import Emulator

struct DeviceUsageTests {
    @Test(arguments: [
        ("--key ZGV2MQ==", "--registration-id is missing"),
        ("--registration-id dev1", "one of --group-key and --key is needed"),
        (
            "--registration-id dev1 --key ZGV2MQ== --group-key ZGV2MQ==",
            "only one of --group-key and --key can be given"
        ),
        ("--registration-id dev1 --key secret!", "--key is not base64"),
        ("--registration-id dev1 --group-key=", "--group-key is not base64"),
        ("--registration-id dev_ --key ZGV2MQ==", "--registration-id: a registration ID must end in"),
        ("--registration-id dev{n} --key ZGV2MQ==", "--registration-id: a registration ID may only have"),
        ("--registration-id dev1 --key ZGV2MQ== --url ftp://x", "--url: a URL begins with"),
        ("--registration-id dev1 --key ZGV2MQ== --url http://x/path", "--url: only scheme, host and port"),
        ("--registration-id dev1 --key ZGV2MQ== --id-scope a/b", "--id-scope has 1 to 64 letters"),
        ("--registration-id dev1 --key ZGV2MQ== --api-version=", "--api-version has 1 to 64 letters"),
        ("--registration-id dev1 --key ZGV2MQ== --time-scale 0", "--time-scale takes a number above 0"),
        ("--registration-id dev1 --key ZGV2MQ== --time-scale 1.5", "--time-scale takes a number above 0"),
        ("--registration-id dev1 --key ZGV2MQ== --time-scale nan", "--time-scale takes a number above 0"),
        ("--registration-id dev1 --key ZGV2MQ== --timeout 0", "--timeout takes a number from 1 to 86400"),
        ("--registration-id dev1 --key ZGV2MQ== --payload {", "--payload is not JSON"),
        (
            "--registration-id dev1 --key ZGV2MQ== --payload [1]",
            "--payload must be an object, but is an array"
        ),
        ("--registration-id dev1 --key ZGV2MQ== --format xml", "--format takes one of text, json"),
        ("--registration-id dev1 --key ZGV2MQ== --rate 5", "--rate needs --count"),
        ("--registration-id dev1 --group-key ZGV2MQ== --count 5", "--count needs {n} in --registration-id"),
        ("--registration-id dev{n} --key ZGV2MQ== --count 5", "--count needs --group-key"),
        (
            "--registration-id dev{n} --group-key ZGV2MQ== --count 0",
            "--count takes a number from 1 to 1000000"
        ),
        (
            "--registration-id dev{n} --group-key ZGV2MQ== --count 5 --rate 10001",
            "--rate takes a number from 1 to 10000"
        ),
        (
            "--registration-id dev{n}_ --group-key ZGV2MQ== --count 5",
            "--registration-id: a registration ID must"
        ),
    ])
    func `wrong words are said before anything is sent`(words: String, message: String) async throws {
        let service = ScriptedTransport([ScriptedTransport.assigned()])
        let run = await DeviceRun(words.split(separator: " ").map(String.init), service: service)
        let error = try #require(run.error as? UsageError)
        #expect(error.message.hasPrefix(message))
        #expect(!error.message.contains("secret"))
        #expect(service.requests.isEmpty)
        #expect(run.output.isEmpty)
    }

    @Test func `a payload file that is not there fails`() async {
        let run = await DeviceRun(
            ["--registration-id", "dev1", "--key", "ZGV2MQ==", "--payload", "@nothing"],
            service: ScriptedTransport([ScriptedTransport.assigned()]))
        #expect(run.error is CommandFailure)
    }
}
