import Allocation
import CommandLineInterface
import Dispatch
import HTTP
import Testing

@testable import Emulator

struct FleetTests {
    typealias Service = ScriptedTransport

    private static func words(count: Int, rate: Int, _ others: String...) -> [String] {
        [
            "--registration-id", "line{n}-tstrsd", "--group-key", "ZGV2MQ==", "--count", "\(count)", "--rate",
            "\(rate)",
        ] + others
    }

    @Test func `a fleet counts its outcomes by kind`() async {
        let service = Service { request, _ in
            let number = request.url.path.firstMatch(of: /line(\d+)-/).flatMap { Int($0.output.1) } ?? 0
            return switch number % 10 {
            case 0: Service.failed(400_207, "Custom allocation failed with status code: 404")
            case 1: Service.disabled
            case 2: Service.answer(401, #"{"errorCode":401002,"message":"Unauthorized"}"#)
            case 3: .failure(.unreachable("Connection refused"))
            case 4, 5: Service.assigned("pumps.example", "line\(number)")
            default: Service.assigned("toasters.example", "line\(number)")
            }
        }
        let run = await DeviceRun(Self.words(count: 600, rate: 100, "--format", "json"), service: service)
        #expect(run.error as? CommandFailure == CommandFailure("240 of 600 were not assigned to a hub"))
        #expect(run.json?["registrations"] == 600)
        #expect(run.json?["assigned"] == 360)
        let outcomes = run.json?["outcomes"]?.array ?? []
        #expect(outcomes.map { $0["count"] } == [240, 120, 60, 60, 60, 60])
        #expect(
            outcomes.map { $0["outcome"] } == [
                "assigned to toasters.example", "assigned to pumps.example", "disabled",
                "failed 400207 CustomAllocationFailed: Custom allocation failed with status code: 404",
                "no answer",
                "refused with HTTP 401 Unauthorized, 401002",
            ])
        #expect(outcomes.last?["sdkResult"] == "PROV_DEVICE_RESULT_DEV_AUTH_ERROR")
        #expect(Set(service.requests.map(\.url.path)).count == 600)
    }

    @Test func `a fleet that is assigned as a whole ends well, and says its times`() async {
        let clock = SteppedClock()
        let service = Service { _, _ in
            clock.pass(.milliseconds(200))
            return Service.assigned()
        }
        let run = await DeviceRun(Self.words(count: 1, rate: 2), service: service, clock: clock)
        #expect(run.error == nil)
        #expect(
            run.output == """
                COUNT  OUTCOME                       C SDK GETS             FIRST
                1      assigned to toasters.example  PROV_DEVICE_RESULT_OK  line1-tstrsd

                1 registration in 0.2 s, 5.0 a second
                From the first request to the final status: p50 200 ms, p99 200 ms, longest 200 ms

                """)
    }

    @Test func `the pace is kept, and never made up for`() {
        let clock = SteppedClock()
        let pace = FleetPace(count: 5, rate: 10, surroundings: clock.surroundings)
        func next() -> [Int] {
            pace.next().map { [$0.number, Int($0.wait / .milliseconds(1))] } ?? []
        }
        #expect(next() == [1, 0])
        #expect(next() == [2, 100])
        clock.pass(.milliseconds(150))
        #expect(next() == [3, 50])
        clock.pass(.seconds(60))
        #expect(next() == [4, 0])
        #expect(next() == [5, 100])
        #expect(next().isEmpty)
    }

    @Test(arguments: [
        (1...100, FleetSummary.Times(p50: 50, p99: 99, longest: 100)),
        (1...1, FleetSummary.Times(p50: 1, p99: 1, longest: 1)),
        (1...3, FleetSummary.Times(p50: 2, p99: 3, longest: 3)),
        (1...1_000, FleetSummary.Times(p50: 500, p99: 990, longest: 1_000)),
    ])
    func `percentiles are the nearest ranks`(range: ClosedRange<Int>, times: FleetSummary.Times) throws {
        var summary = FleetSummary()
        for milliseconds in range.shuffled() {
            summary.add(try Self.outcome(.disabled, milliseconds: milliseconds))
        }
        // Without a final status there is no time to it.
        summary.add(try Self.outcome(.noAnswer(.disconnected), milliseconds: 9_999))
        #expect(summary.times == times)
        #expect(summary.count == range.count + 1)
    }

    @Test func `without a final status there are no times`() throws {
        var summary = FleetSummary()
        summary.add(try Self.outcome(.timedOut(last: "no answer came"), milliseconds: 5))
        #expect(summary.times == nil)
        #expect(summary.json(after: .seconds(2))["milliseconds"] == .null)
        #expect(summary.json(after: .zero)["registrationsPerSecond"]?.number?.double == 0)
    }

    @Test func `a fleet that is stopped tells what it has counted`() async {
        let asked = DispatchSemaphore(value: 0)
        let service = Service { _, number in
            guard number >= 20 else { return Service.assigned() }
            if number == 5_000 { asked.signal() }
            return Service.assigning(retryAfter: "1")
        }
        let run = await DeviceRun(
            Self.words(count: 1_000_000, rate: 10_000, "--timeout", "86400"), service: service,
            stop: { asked.wait() })
        let failure = run.error as? CommandFailure
        #expect(failure?.message.hasPrefix("stopped after ") == true)
        #expect(run.output.contains("assigned to toasters.example"))
    }

    private static func outcome(_ ending: DeviceEnding, milliseconds: Int) throws -> DeviceOutcome {
        DeviceOutcome(
            registrationID: try RegistrationID("dev1"), ending: ending, substatus: nil, payload: nil,
            milliseconds: milliseconds, answers: 1)
    }
}
