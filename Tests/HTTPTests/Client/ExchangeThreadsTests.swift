import Dispatch
import Synchronization
import Testing

@testable import HTTP

@Suite struct ExchangeThreadsTests {
    /// Where a test's threads are found by what starts them.
    private final class Holder: Sendable {
        private let threads = Mutex<ExchangeThreads?>(nil)

        func put(_ threads: ExchangeThreads?) { self.threads.withLock { $0 = threads } }

        func run(_ name: String, _ notes: Notes<String>) {
            threads.withLock { $0 }?.run {
                notes.add("\(name) ran")
            } orElse: {
                notes.add("\(name) failed")
            }
        }
    }

    @Test(arguments: [1, 2])
    func `when no thread can be made, all that waits is told so, once`(limit: Int) {
        let (notes, starts, holder) = (Notes<String>(), Notes<Int>(), Holder())
        let threads = ExchangeThreads(limit: limit, idleTime: .seconds(1)) { _ throws(HTTPServerError) in
            let isFirst = starts.all.isEmpty
            starts.add(0)
            // The second comes while the first is about to have its thread.
            if isFirst { holder.run("second", notes) }
            throw HTTPServerError(errno: 11)
        }
        holder.put(threads)
        holder.run("first", notes)
        holder.put(nil)
        #expect(notes.all == ["first failed", "second failed"])
        #expect(starts.all.count == limit)
        #expect(threads.waitingCount == 0)
    }

    @Test func `work that no further thread can be made for is done by those that are there`() async {
        let (notes, starts, holder) = (Notes<String>(), Notes<Int>(), Holder())
        let (begun, released, done) = (Gate(), DispatchSemaphore(value: 0), Gate())
        let threads = ExchangeThreads(limit: 2, idleTime: .seconds(1)) { body throws(HTTPServerError) in
            let isFirst = starts.all.isEmpty
            starts.add(0)
            guard isFirst else { throw HTTPServerError(errno: 11) }
            try LoopThread(body).detach()
        }
        defer { threads.close() }
        holder.put(threads)
        threads.run {
            begun.open()
            released.wait()
        } orElse: {
            notes.add("failed")
        }
        await begun.wait()
        holder.run("second", notes)
        threads.run(done.open, orElse: done.open)
        holder.put(nil)
        #expect(notes.all.isEmpty)
        released.signal()
        await done.wait()
        #expect(notes.all == ["second ran"])
    }

    @Test func `work is taken in the order in which it came`() {
        var queue = ExchangeQueue()
        let taken = Notes<Int>()
        func add(_ number: Int) {
            queue.add(ExchangeQueue.Work(run: { taken.add(number) }, fail: { taken.add(-number) }))
        }
        for number in 1...5 { add(number) }
        for _ in 1...4 { queue.takeFirst()?.run() }
        for number in 6...9 { add(number) }
        for _ in 1...2 { queue.takeFirst()?.run() }
        #expect(queue.count == 3)
        for work in queue.takeAll() { work.fail() }
        #expect(queue.count == 0)
        #expect(taken.all == [1, 2, 3, 4, 5, 6, -7, -8, -9])
    }
}
