@testable import SQLiteStore
import Testing

@Suite struct BoundedQueueTests {
    @Test func `all that waits is taken at once, in its order`() {
        let queue = BoundedQueue<Int>(capacity: 10)
        for number in 1...3 { #expect(queue.append(number) == .admitted) }
        #expect(queue.takeAll() == [1, 2, 3])
        #expect(queue.append(4) == .admitted)
        #expect(queue.takeAll() == [4])
    }

    @Test func `a full queue takes nothing in until it is emptied`() {
        let queue = BoundedQueue<Int>(capacity: 2)
        #expect((1...4).map(queue.append) == [.admitted, .admitted, .full, .full])
        #expect(queue.takeAll() == [1, 2])
        #expect(queue.append(5) == .admitted)
    }

    @Test func `a closed queue takes nothing in but gives out what it has`() {
        let queue = BoundedQueue<Int>(capacity: 10)
        _ = queue.append(1)
        queue.close()
        #expect(queue.append(2) == .closed)
        #expect(queue.takeAll() == [1])
        #expect(queue.takeAll() == nil)
        queue.close()
        #expect(queue.takeAll() == nil)
    }

    @Test func `waiting for more ends with the time, and gives what is there`() {
        let queue = BoundedQueue<Int>(capacity: 10)
        _ = queue.append(1)
        #expect(queue.takeAll(expecting: 5, for: 1_000) == [1])
    }

    @Test func `waiting for more ends as soon as they are there, and with the closing`() throws {
        let queue = BoundedQueue<Int>(capacity: 1_000)
        let sum = Sum()
        // Longer than any test may take: only the number or the closing can end a wait.
        let thread = try #require(
            WorkerThread {
                while let numbers = queue.takeAll(expecting: 10, for: 999_999_999) { sum.add(numbers) }
            })
        for number in 1...25 { #expect(queue.append(number) == .admitted) }
        queue.close()
        thread.join()
        #expect(sum.value == 325)
    }

    @Test func `the turn can be claimed once, while it is lent and nothing waits`() {
        let queue = BoundedQueue<Int>(capacity: 10)
        #expect(!queue.claimTurn())
        queue.giveBackTurn(lending: true)
        #expect(queue.claimTurn())
        #expect(!queue.claimTurn())
        queue.giveBackTurn(lending: true)
        #expect(queue.append(1) == .admitted)
        #expect(!queue.claimTurn())
        #expect(queue.takeAll() == [1])
        // It is the taker's now.
        #expect(!queue.claimTurn())
        queue.giveBackTurn(lending: false)
        #expect(!queue.claimTurn())
        queue.giveBackTurn(lending: true)
        queue.close()
        #expect(!queue.claimTurn())
    }

    @Test func `what comes while the turn is claimed is taken once it is given back, closed or not`() throws {
        let queue = BoundedQueue<Int>(capacity: 1_000)
        let sum = Sum()
        queue.giveBackTurn(lending: true)
        #expect(queue.claimTurn())
        let thread = try #require(
            WorkerThread {
                while let numbers = queue.takeAll(lending: true) { sum.add(numbers) }
            })
        for number in 1...10 { #expect(queue.append(number) == .admitted) }
        queue.close()
        #expect(sum.value == 0)
        queue.giveBackTurn(lending: false)
        thread.join()
        #expect(sum.value == 55)
    }

    @Test func `turns that many threads claim never overlap, and nothing is lost`() throws {
        let queue = BoundedQueue<Int>(capacity: 1_000_000)
        // Not synchronised by itself: that is what the turn is for, and what the thread sanitizer looks at.
        nonisolated(unsafe) var total = 0
        let taker = try #require(
            WorkerThread {
                while let numbers = queue.takeAll(lending: true) { total += numbers.reduce(0, +) }
            })
        let callers = try (0..<4).map { _ in
            try #require(
                WorkerThread {
                    for number in 1...5_000 {
                        if queue.claimTurn() {
                            total += number
                            queue.giveBackTurn(lending: true)
                        } else {
                            _ = queue.append(number)
                        }
                    }
                })
        }
        for caller in callers { caller.join() }
        queue.close()
        taker.join()
        #expect(total == 4 * 12_502_500)
    }

    @Test func `the one who waits is woken by work and by the closing, and nothing is lost`() throws {
        let queue = BoundedQueue<Int>(capacity: 1_000_000)
        let sum = Sum()
        let thread = try #require(
            WorkerThread {
                while let numbers = queue.takeAll() { sum.add(numbers) }
            })
        for number in 1...10_000 { #expect(queue.append(number) == .admitted) }
        queue.close()
        thread.join()
        #expect(sum.value == 50_005_000)
    }
}
