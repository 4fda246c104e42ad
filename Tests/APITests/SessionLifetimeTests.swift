import Allocation
import Contoso
import HTTP
import InMemoryStore
import Synchronization
import Testing

@testable import API

/// How a session ends.
@Suite struct SessionLifetimeTests {
    private static let lifetime: UInt64 = 12 * 3_600 * 1_000_000_000

    private let service: ServiceUnderTest

    init() throws { service = try ServiceUnderTest() }

    @Test func `it ends after twelve hours, however busy it is`() async throws {
        let browser = try await SignedIn(to: service)
        service.passTime(nanoseconds: Self.lifetime - 1)
        #expect(await browser.status() == 200)
        service.passTime(nanoseconds: 1)
        let later = try await SignedIn(to: service)
        #expect(await browser.status() == 401)
        #expect(await later.status() == 200)
    }

    /// A clock stands still while a machine sleeps, or is set.
    @Test(arguments: [(lifetime - 1, lifetime - 1, true), (lifetime, 0, false), (0, lifetime, false)])
    func `it ends by whichever clock is first`(wall: UInt64, steady: UInt64, isLive: Bool) {
        let (wallClock, steadyClock) = (SettableClock(), SettableClock())
        let sessions = Self.sessions(wallClock, steadyClock)
        let cookie = sessions.begin(for: 1).cookie
        #expect(sessions.session(of: cookie)?.keyID == 1)
        wallClock.advance(by: wall)
        steadyClock.advance(by: steady)
        #expect((sessions.session(of: cookie) != nil) == isLive)
    }

    @Test func `of more than a thousand the oldest is given up, and what is over makes room`() {
        let clock = SettableClock()
        let sessions = Self.sessions(clock, clock)
        let first = sessions.begin(for: 0).cookie
        clock.advance(by: 1)
        let cookies = (1..<1_000).map { sessions.begin(for: $0).cookie }
        #expect(sessions.session(of: first) != nil)
        let last = sessions.begin(for: 1_000).cookie
        #expect(sessions.session(of: first) == nil)
        #expect((cookies + [last]).allSatisfy { sessions.session(of: $0) != nil })
        _ = sessions.begin(for: 1_001)
        #expect(sessions.session(of: cookies[0]) == nil && sessions.session(of: cookies[1]) != nil)
        clock.advance(by: Self.lifetime)
        let next = sessions.begin(for: 1_002).cookie
        #expect(sessions.session(of: next) != nil && sessions.session(of: last) == nil)
    }

    @Test func `who has one key signs out nobody else with it`() {
        let clock = SettableClock()
        let sessions = Self.sessions(clock, clock)
        let other = sessions.begin(for: 1).cookie
        let cookies = (0..<51).map { _ in sessions.begin(for: 2).cookie }
        #expect(sessions.session(of: other) != nil)
        #expect(
            cookies.map { sessions.session(of: $0) != nil } == [false] + Array(repeating: true, count: 50))
    }

    @Test func `it ends with its key, at the very next request`() async throws {
        let browser = try await SignedIn(to: service, as: .fleet)
        let other = try await SignedIn(to: service, as: .auditor)
        #expect(await browser.status() == 200)
        _ = try service.store.revoke(name: "fleet", at: Timestamp(milliseconds: 1))
        #expect(await browser.status() == 401)
        #expect(await browser.askWithToken(.put, "/api/devices/a", #"{"division":"toasters"}"#).status == 401)
        #expect(await other.status() == 200)
    }

    @Test func `another key of the same name does not take it up`() async throws {
        let browser = try await SignedIn(to: service, as: .fleet)
        _ = try service.store.revoke(name: "fleet", at: Timestamp(milliseconds: 1))
        _ = try service.store.create(
            name: "fleet", role: .fleet, digest: SHA256.hash(Array("another".utf8)),
            at: Timestamp(milliseconds: 2))
        #expect(await browser.status() == 401)
    }

    @Test func `its key's new name and role count at once`() async throws {
        let browser = try await SignedIn(to: service, as: .fleet)
        let keys = try await service.get("/api/keys", as: .admin).json()["keys"]?.array ?? []
        let number = try #require(keys.first { $0["name"]?.string == "fleet" }?["id"]?.number?.int64)
        func change(_ patch: String) async {
            let answer = await service.ask(
                .patch, "/api/keys/\(number)", patch, as: .admin, [("if-match", "*")])
            #expect(answer.status == 200)
        }
        #expect(await browser.ask(.get, "/metrics").status == 403)
        await change(#"{"name":"readers","role":"auditor"}"#)
        let session = try await browser.ask(.get, "/api/session").json()
        #expect(session["name"]?.string == "readers" && session["role"]?.string == "auditor")
        #expect(await browser.ask(.get, "/metrics").status == 200)
        #expect(await browser.askWithToken(.put, "/api/devices/a", "{}").status == 403)
        // DPS's key opens nothing here, and its session does not keep the browser from signing in with another.
        await change(#"{"role":"webhook"}"#)
        #expect(await browser.status() == 401)
    }

    private static func sessions(_ wall: SettableClock, _ steady: SettableClock) -> Sessions {
        Sessions(
            surroundings: Surroundings(
                nanosecondsSinceEpoch: { 1_790_000_000_000_000_000 + wall.nanoseconds },
                monotonicNanoseconds: { steady.nanoseconds },
                randomness: { .random(in: .min ... .max) }))
    }
}
