import Allocation
import HTTP
import Synchronization
import Testing

@testable import Emulator

struct WebhookTests {
    /// A webhook over scripted answers, with what it keeps and reports.
    private final class Scene: Sendable {
        let transport: ScriptedTransport
        let clock = SteppedClock()
        let state = EmulatorState(keptCalls: 100)
        private let reported = Mutex<[String]>([])
        private let ticks = Mutex<UInt64>(0)

        init(_ answers: [ScriptedTransport.Answer]) { transport = ScriptedTransport(answers) }

        var lines: [String] { reported.withLock { $0 } }

        func ask(_ url: String, timeScale: Double = 1) async throws -> AllocationOutcome {
            let definition = try Questions.definition(url)
            let webhook = Webhook(
                transport: transport, state: state,
                surroundings: Surroundings(
                    nanosecondsSinceEpoch: { 1_661_983_370_516_335_200 },
                    monotonicNanoseconds: {
                        self.ticks.withLock {
                            $0 += 3_000_000
                            return $0
                        }
                    },
                    randomness: { 0 }),
                timeout: .seconds(30), schedule: RetrySchedule(timeScale: timeScale), clock: clock,
                report: { line in self.reported.withLock { $0.append(line) } })
            return await webhook.outcome(of: try Questions.toaster(definition), by: definition)
        }
    }

    private static let url = "http://127.0.0.1:8080/api/allocate?code=a%2Bkey-0123"
    private static let assigned = #"{"iotHubHostName":"contoso-toasters-hub-1098.azure-devices.net"}"#
    private static let begin =
        "breakroom499-contoso-tstrsd-007 POST http://127.0.0.1:8080/api/allocate?**** -> "

    @Test func `a call is sent, judged, kept and reported`() async throws {
        let scene = Scene([ScriptedTransport.answer(200, Self.assigned)])
        let outcome = try await scene.ask(Self.url)
        #expect(outcome == .hub(Questions.toasters, initialTwin: nil, payload: nil))
        let request = try #require(scene.transport.requests.first)
        #expect(request.method == .post)
        #expect(request.url.target == "/api/allocate?code=a%2Bkey-0123")
        #expect(request.fields.first?.value == "application/json; charset=utf-8")
        #expect(scene.lines == [Self.begin + "200 in 3 ms: assigned to \(Questions.toasters)"])
        let call = try #require(scene.state.calls(limit: 2).first)
        #expect((call.number, call.attempt, call.status, call.milliseconds) == (1, 1, 200, 3))
        #expect(call.verdict == "assigned")
        #expect(call.request == request.body)
        #expect(call.answer == Array(Self.assigned.utf8))
        #expect(call.at.description == "2022-08-31T22:02:50.5163352Z")
    }

    @Test func `it is tried again ten times, each interval nine seconds longer, and then fails`() async throws
    {
        let scene = Scene([ScriptedTransport.answer(503)])
        let outcome = try await scene.ask(Self.url)
        guard case .failure(let failure) = outcome else {
            Issue.record("no failure")
            return
        }
        #expect(failure.code == 400_207)
        #expect(failure.message == "Custom allocation failed with status code: 503")
        #expect(scene.clock.sleeps == [1, 10, 19, 28, 37, 46, 55, 64, 73, 82].map { .seconds($0) })
        let calls = scene.state.calls(limit: 100)
        #expect(calls.map(\.attempt) == (1...11).reversed())
        #expect(calls.map(\.verdict) == ["400207"] + Array(repeating: "retried", count: 10))
        #expect(
            scene.lines.first
                == Self.begin
                + "503 in 3 ms: the webhook answered 503: it failed; its log may say why; retry 1 of 10 in 1 s"
        )
        #expect(
            scene.lines.last
                == Self.begin
                + "503 in 3 ms: failed with 400207: the webhook answered 503: it failed; its log may say why")
    }

    @Test func `a retry that succeeds ends it, and a time scale shortens the wait and says so`() async throws
    {
        let scene = Scene([
            ScriptedTransport.answer(429), ScriptedTransport.answer(500),
            ScriptedTransport.answer(200, Self.assigned),
        ])
        let outcome = try await scene.ask(Self.url, timeScale: 0.01)
        #expect(outcome == .hub(Questions.toasters, initialTwin: nil, payload: nil))
        #expect(scene.clock.sleeps == [.milliseconds(10), .milliseconds(100)])
        #expect(scene.lines[1].hasSuffix("retry 2 of 10 in 100 ms instead of 10 s"))
    }

    @Test func `no answer is kept as such and not tried again`() async throws {
        let scene = Scene([.failure(.timedOut)])
        _ = try await scene.ask(Self.url)
        #expect(scene.clock.sleeps.isEmpty)
        let call = try #require(scene.state.calls(limit: 1).first)
        #expect(call.status == nil)
        #expect(call.answer == nil)
        #expect(call.verdict == "400207")
        #expect(
            scene.lines.first?.hasPrefix(Self.begin + "no answer after 3 ms: failed with 400207: ") == true)
    }

    @Test(arguments: [
        #"{"iotHubHostName":"a\u002Bkey-0123"}"#, #"{"a\u002bkey-0123":[{"b":"x a+key-0123"}]}"#,
        "you sent code=a%2Bkey-0123", "you sent the key a+key-0123", "a%2Bkey-0123a+key-0123",
    ])
    func `a key that the webhook sends back is neither kept nor reported`(answer: String) async throws {
        let scene = Scene([ScriptedTransport.answer(400, answer)])
        _ = try await scene.ask(Self.url)
        let call = try #require(scene.state.calls(limit: 1).first)
        let all = String(decoding: (call.answer ?? []) + call.request, as: UTF8.self) + call.url + call.reason
        #expect(!all.contains("key\""))
        #expect(!(all + scene.lines.joined()).contains("a%2Bkey-0123"))
        #expect(!(all + scene.lines.joined()).contains("a+key-0123"))
    }

    @Test func `an answer is kept up to a bound, and no twin or payload is reported`() async throws {
        let scene = Scene([ScriptedTransport.answer(404, String(repeating: "x", count: 200_000))])
        _ = try await scene.ask(Self.url)
        #expect(scene.state.calls(limit: 1).first?.answer?.count == AllocationRequest.largestBody)
        let other = Scene([
            ScriptedTransport.answer(
                200,
                Self.assigned.dropLast()
                    + #","initialTwin":{"tags":{"t":"hidden"}},"payload":{"p":"hidden"}}"#)
        ])
        _ = try await other.ask(Self.url)
        #expect(!other.lines.joined().contains("hidden"))
    }
}
