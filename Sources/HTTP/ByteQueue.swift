/// Bytes that come in at the end and leave at the front, in one block of memory that is used again.
///
/// A connection has two: what was read and not yet consumed, and what is to be written. It is not an
/// array so that no copy-on-write check and no second copy stands between the socket and its user.
struct ByteQueue: ~Copyable {
    private var memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    private var start = 0
    private var end = 0

    deinit { memory.deallocate() }

    var count: Int { end - start }
    var isEmpty: Bool { start == end }
    var capacity: Int { memory.count }

    /// The bytes in the queue; valid until the queue is next changed.
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[start..<end]) }

    mutating func removeFirst(_ count: Int) {
        precondition(count >= 0 && count <= self.count)
        start += count
        if start == end { (start, end) = (0, 0) }
    }

    mutating func removeAll() { (start, end) = (0, 0) }

    /// Takes the first `count` bytes out as an array.
    mutating func takeFirst(_ count: Int) -> [UInt8] {
        let taken = [UInt8](bytes.prefix(count))
        removeFirst(taken.count)
        return taken
    }

    /// Gives the memory back when the queue is empty.
    mutating func releaseMemory() {
        guard isEmpty, memory.count > 0 else { return }
        memory.deallocate()
        memory = UnsafeMutableRawBufferPointer(start: nil, count: 0)
    }

    /// Makes room for at least `free` bytes behind the last: by moving to the front, or else by growing.
    mutating func reserve(_ free: Int) {
        guard memory.count - end < free else { return }
        let count = self.count
        if memory.count - count >= free, count <= memory.count / 2 {
            // Overlapping is allowed here.
            memory.copyMemory(from: bytes)
        } else {
            let larger = UnsafeMutableRawBufferPointer.allocate(
                byteCount: max(count + free, min(memory.count * 2, 1 << 20)), alignment: 16)
            larger.copyMemory(from: bytes)
            memory.deallocate()
            memory = larger
        }
        (start, end) = (0, count)
    }

    /// Lets `body` write to the free space and adds as many bytes as it says.
    mutating func appendUpTo(
        _ free: Int, _ body: (UnsafeMutableRawBufferPointer) -> Int
    ) -> Int {
        reserve(free)
        let written = body(UnsafeMutableRawBufferPointer(rebasing: memory[end...]))
        if written > 0 { end += min(written, memory.count - end) }
        return written
    }

    mutating func append(_ source: UnsafeRawBufferPointer) {
        reserve(source.count)
        UnsafeMutableRawBufferPointer(rebasing: memory[end...]).copyMemory(from: source)
        end += source.count
    }

    mutating func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { append($0) } }

    mutating func append(_ text: StaticString) {
        append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    /// Adds a string's UTF-8.
    mutating func append(_ text: String) {
        text.utf8.span.withUnsafeBytes { append($0) }
    }

    /// Adds a string's UTF-8, or of bytes that `isAllowed` refuses a space instead.
    mutating func append(_ text: String, allowing isAllowed: (UInt8) -> Bool) {
        let offset = count
        append(text)
        for index in (start + offset)..<end where !isAllowed(memory[index]) { memory[index] = .space }
    }

    mutating func append(_ byte: UInt8) {
        reserve(1)
        memory[end] = byte
        end += 1
    }

    /// Adds a number's digits; at least `width` of them.
    mutating func append(decimal number: Int, width: Int = 1) {
        var (digits, remaining) = (max(width, 1), max(number, 0) / 10)
        var needed = 1
        while remaining > 0 { (needed, remaining) = (needed + 1, remaining / 10) }
        digits = max(digits, needed)
        reserve(digits)
        remaining = max(number, 0)
        for index in stride(from: end + digits - 1, through: end, by: -1) {
            memory[index] = 0x30 + UInt8(remaining % 10)
            remaining /= 10
        }
        end += digits
    }
}
