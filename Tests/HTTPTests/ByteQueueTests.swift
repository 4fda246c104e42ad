import Testing

@testable import HTTP

@Suite struct ByteQueueTests {
    @Test func `bytes leave in the order they came, however the memory moves`() {
        var queue = ByteQueue()
        var (next, expected) = (UInt8(0), UInt8(0))
        for step in 1..<500 {
            for _ in 0..<(step % 37) {
                queue.append(next)
                next &+= 1
            }
            for byte in queue.takeFirst(min(queue.count, step % 31)) {
                #expect(byte == expected)
                expected &+= 1
            }
        }
        #expect(queue.count > 0)
    }

    @Test(arguments: [
        (0, 1, "0"), (7, 3, "007"), (200, 3, "200"), (1234, 3, "1234"), (-3, 1, "0"),
        (Int.max, 1, "\(Int.max)"),
    ])
    func `numbers are written in decimal`(number: Int, width: Int, expected: String) {
        var queue = ByteQueue()
        queue.append(decimal: number, width: width)
        #expect(queue.takeFirst(queue.count) == Array(expected.utf8))
    }

    @Test func `an empty queue gives its memory back`() {
        var queue = ByteQueue()
        queue.append("abc")
        queue.releaseMemory()
        #expect(queue.capacity > 0)
        queue.removeFirst(3)
        queue.releaseMemory()
        #expect(queue.capacity == 0)
    }
}
