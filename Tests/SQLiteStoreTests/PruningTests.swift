import Allocation
import Contoso
import SQLite
@testable import SQLiteStore
import Testing

@Suite struct PruningTests {
    private let history: ChainedHistory
    private static let now = Timestamp(milliseconds: 1_000_000_000)

    init() throws {
        history = try ChainedHistory()
    }

    /// Prunes until there is nothing more to do.
    ///
    /// - Returns: how many rows were taken away.
    @discardableResult
    private func prune(
        _ retention: Retention, fromBeginning: Bool = true, at now: Timestamp = Self.now
    ) throws -> Int64 {
        try history.countAll()
        let planner = try PrunePlanner(
            keeping: retention, in: history.store.directory, fromBeginning: fromBeginning)
        let writer = try PruneWriter(in: history.store.directory)
        var count: Int64 = 0
        while true {
            switch try planner.next(at: now) {
            case .step(let step):
                try writer.apply(step, at: now)
                count += step.count
            case .passed: break
            case .done(let progress):
                if let progress { try writer.keep(progress) }
                return count
            }
        }
    }

    private func rows() throws -> [(id: Int64, device: String)] {
        try history.connection.prepare(
            "SELECT assignment_id, registration_id FROM assignments ORDER BY assignment_id"
        )
        .all { ($0.integer(0), $0.text(1)) }
    }

    @Test func `old rows go, but for each device's first and last, and the rest is proven`() throws {
        try history.append(10_000, devices: 50, batch: 500)
        let before = try rows()
        let count = try prune(Retention(rows: 3_000))
        // Blocks of 2,048 rows, three of which lie wholly before the last 3,000.
        #expect(count == 6_144 - 50)
        let found = try history.verify()
        #expect(found.fault == nil)
        #expect((found.verified, found.pruned) == (10_000 - count, count))
        let left = try rows().map(\.id)
        var seen: Set<String> = []
        for row in before {
            let isFirst = seen.insert(row.device).inserted
            #expect(left.contains(row.id) == (isFirst || row.id > 6_144), "\(row)")
        }
        #expect(try history.connection.integer("SELECT pruned_through FROM retention") == 6_144)
        #expect(try prune(Retention(rows: 3_000)) == 0)
    }

    @Test func `a hash that was kept tells what was pruned behind its back`() throws {
        try history.append(5_000, devices: 3, batch: 500)
        let kept = try #require(try history.link(4_500))
        let gone = try #require(try history.link(1_000))
        #expect(try history.verify(against: kept).prunedSince == 0)
        let count = try prune(Retention(rows: 100))
        let found = try history.verify(against: kept)
        #expect((found.fault, found.place, found.prunedSince) == (nil, .assignment(4_500), count))
        // Nothing proves what a cut says its link was.
        #expect(try history.verify(against: gone).place == nil)
        let cut = try #require(
            try history.connection.prepare("SELECT link FROM cuts ORDER BY last_assignment_id DESC LIMIT 1")
                .first { SHA256Digest(bytes: $0.blob(0)) } ?? nil)
        #expect(try history.verify(against: cut).place == nil)
        // A hash that was kept afterwards speaks for the pruning, too.
        let head = try #require(found.head)
        try history.append(10, from: 9_000)
        let later = try history.verify(against: head)
        #expect(later.place != nil && later.prunedSince == 0)
    }

    @Test func `nothing goes for its age when the clock was just set ahead`() throws {
        let year: Int64 = 365 * 86_400_000
        let clocks = SettableClocks()
        let start = clocks.wall.milliseconds
        try history.append(5_000, devices: 3, from: start - 10_000, batch: 500, clock: start)
        var inserter = try AssignmentInserter(in: history.store.directory, watching: clocks.watch())
        for number in 0..<2 {
            let time = clocks.wall.milliseconds
            let decided = try ChainedHistory.assignment(number, devices: 3, at: time)
            try inserter.commit([decided], touchingReadiness: false)
            clocks.pass(1, setting: year)
        }
        #expect(try history.verify().clockSteps == 1)
        let later = Timestamp(milliseconds: start + year + Retention.pauseAfterStep)
        #expect(try prune(Retention(age: 86_400_000), at: later) == 0)
        #expect(try prune(Retention(age: 86_400_000, rows: 2_900), at: later) > 0)
        let dayLater = Timestamp(milliseconds: later.milliseconds + 2)
        try history.append(
            3_000, devices: 3, from: dayLater.milliseconds, batch: 500, clock: dayLater.milliseconds)
        #expect(try prune(Retention(age: 86_400_000), at: dayLater) > 0)
    }

    @Test func `what the inbox has not taken in yet stays`() throws {
        try history.append(5_000, devices: 3, batch: 500)
        #expect(try prune(Retention(rows: 100)) > 0)
        try history.append(5_000, devices: 3, from: 20_000, batch: 500)
        try history.store.connect(to: .inventory).execute("DELETE FROM sightings_progress")
        let planner = try PrunePlanner(
            keeping: Retention(rows: 100), in: history.store.directory, fromBeginning: true)
        guard case .done = try planner.next(at: Self.now) else {
            Issue.record("something would be pruned")
            return
        }
    }

    @Test func `rows go by their age, and never the last`() throws {
        try history.append(5_000, devices: 3, batch: 500)
        let time = try #require(
            try history.connection.integer("SELECT decided_at FROM assignments WHERE assignment_id = 3000"))
        #expect(try prune(Retention(age: Self.now.milliseconds - time)) == 2_048 - 3)
        #expect(try prune(Retention(age: 0)) == 2_048)
        #expect(try rows().last?.id == 5_000)
        #expect(try history.verify().fault == nil)
    }

    @Test func `a last decision that is not the last any more goes when all is gone through again`() throws {
        try history.append(2_000, devices: 1_000, batch: 500)
        try history.append(3_000, devices: 1, batch: 500)
        #expect(try prune(Retention(rows: 1)) == 2_048 * 2 - 1_999)
        try history.append(1_000, devices: 1_000, batch: 500)
        try history.append(3_000, devices: 1, batch: 500)
        // Of the first 2,000 rows those are left that were a device's first or last; then the last ones are it no more.
        #expect(try prune(Retention(rows: 1), fromBeginning: false) > 0)
        let count = "SELECT count(*) FROM assignments WHERE assignment_id <= 2000"
        #expect(try history.connection.integer(count) == 1_999)
        #expect(try prune(Retention(rows: 1)) == 999)
        let found = try history.verify()
        #expect((found.fault, found.verified + found.pruned) == (nil, 9_000))
    }

    @Test func `rows older than the chain go, too`() throws {
        try history.connection.execute(
            """
            INSERT INTO names (name) VALUES ('rule');
            WITH RECURSIVE counted (id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM counted WHERE id < 3000)
            INSERT INTO assignments (assignment_id, decided_at, request_id, registration_id, reason_id)
            SELECT id, 1, zeroblob(16), 'old', 1 FROM counted;
            """)
        try history.append(3_000, batch: 500)
        #expect(try prune(Retention(rows: 500)) == 4_096 - 2 - 7)
        let found = try history.verify()
        #expect((found.fault, found.notCovered, found.pruned) == (nil, 2, 4_096 - 2 - 7))
    }

    @Test func `a history that was tampered with is not pruned from there on`() throws {
        try history.append(8_000, batch: 1_000)
        try history.connection.execute("UPDATE assignments SET rule_id = 99 WHERE assignment_id = 3000")
        let error = #expect(throws: StoreError.self) { try prune(Retention(rows: 1)) }
        #expect(error?.description.contains("assignment 3000") == true)
        #expect(try history.verify().fault?.place == .assignment(3_000))
        #expect(
            try history.connection.integer(
                "SELECT min(first_assignment_id) FROM cuts WHERE last_assignment_id > 2048") == 0)
    }

    @Test(arguments: [1, 2, 3, 4] as [UInt64])
    func `inserts, restarts, clock steps and pruning in any order leave a history that is proven`(
        seed: UInt64
    ) throws {
        var random = SeededGenerator(state: seed)
        var firsts: [String: Int64] = [:]
        var lasts: [String: Int64] = [:]
        var count: Int64 = 0
        for _ in 0..<8 {
            let number = Int.random(in: 1...2_500, using: &random)
            // Earlier than what is there, now and then, so that a step of the clock is noted.
            try history.append(
                number, devices: Int.random(in: 1...900, using: &random),
                from: Int64.random(in: 1_000...100_000, using: &random), batch: 400,
                clock: Int64.random(in: 1_000...100_000, using: &random))
            for row in try rows() where row.id > count {
                firsts[row.device] = firsts[row.device] ?? row.id
                lasts[row.device] = row.id
            }
            count += Int64(number)
            if Bool.random(using: &random) {
                try prune(
                    Retention(rows: Int64.random(in: 1...4_000, using: &random)),
                    fromBeginning: Bool.random(using: &random))
            }
            let found = try history.verify()
            #expect(found.fault == nil)
            #expect(found.verified + found.pruned == count)
            let left = try Set(rows().map(\.id))
            #expect(left.isSuperset(of: firsts.values) && left.isSuperset(of: lasts.values))
        }
    }

    /// Of 9,000 rows of seven devices the first four blocks were pruned: rows 1 to 7 are left of them.
    @Test(arguments: [
        ("a kept row is changed", "UPDATE assignments SET rule_id = 99 WHERE assignment_id = 3", 3),
        ("a kept row is removed", "DELETE FROM assignments WHERE assignment_id = 3", 3),
        (
            "the last kept row before a cut is changed, and its link",
            """
            UPDATE assignments SET registration_id = 'other', link = randomblob(32) WHERE assignment_id = 7
            """, 7
        ),
        ("a cut is removed", "DELETE FROM cuts WHERE last_assignment_id = 2048", 8),
        (
            "a cut's link is changed",
            "UPDATE cuts SET link = randomblob(32) WHERE last_assignment_id = 8192", 6_145
        ),
        (
            "a cut is made longer",
            "DELETE FROM assignments WHERE assignment_id = 7; UPDATE cuts SET first_assignment_id = 7 WHERE last_assignment_id = 2048",
            1
        ),
        (
            "a row is put where one was pruned",
            """
            INSERT INTO assignments (assignment_id, decided_at, request_id, registration_id, reason_id, link)
            VALUES (3000, 1, zeroblob(16), 'forged', 1, randomblob(32))
            """, 3_000
        ),
    ])
    func `tampering with what is left is found`(name: String, sql: String, place: Int64) throws {
        try history.append(9_000, batch: 1_000)
        try prune(Retention(rows: 1))
        #expect(try history.verify().fault == nil)
        try history.connection.execute(sql)
        let fault = try #require(try history.verify().fault)
        #expect(fault.place == .assignment(place), "\(fault.message)")
    }

    @Test(arguments: [
        ("an event is removed", "DELETE FROM events WHERE event_id = 2", 2),
        (
            "an event is removed, and the others move up",
            "DELETE FROM events WHERE event_id = 1; UPDATE events SET event_id = event_id - 1", 1
        ),
        ("an event's time is changed", "UPDATE events SET happened_at = 7 WHERE event_id = 3", 3),
        (
            "an event's detail is changed",
            "UPDATE events SET detail = json_set(detail, '$.removed', 1) WHERE event_id = 3", 3
        ),
        ("an event's kind is changed", "UPDATE events SET kind = 'clock stepped' WHERE event_id = 4", 4),
    ])
    func `tampering with events is found`(name: String, sql: String, place: Int64) throws {
        try history.append(9_000, batch: 1_000)
        try prune(Retention(rows: 1))
        try history.connection.execute(sql)
        let fault = try #require(try history.verify().fault)
        // An event that is gone leaves its block without a word, and that comes first in the history.
        #expect(
            fault.place == .event(place)
                || fault.place == .assignment((place - 1) * 2_048 + (place == 1 ? 8 : 1)),
            "\(fault.message)")
    }

    @Test func `the pages of pruned rows are given back`() throws {
        try history.append(30_000, batch: 1_000)
        let writer = try PruneWriter(in: history.store.directory)
        try prune(Retention(rows: 1))
        let before = try #require(try history.connection.integer("PRAGMA page_count"))
        #expect(try history.connection.integer("PRAGMA freelist_count") ?? 0 > before / 2)
        while try writer.giveBack() {}
        #expect(try history.connection.integer("PRAGMA freelist_count") == 0)
        #expect(try history.connection.integer("PRAGMA page_count") ?? 0 < before / 2)
        #expect(try history.connection.texts("PRAGMA integrity_check") == ["ok"])
        #expect(try history.verify().fault == nil)
    }
}
