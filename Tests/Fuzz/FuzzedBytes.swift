/// One input of the fuzzer, and where it is to be cut into pieces.
struct FuzzedBytes {
    let bytes: [UInt8]

    init(_ start: UnsafePointer<UInt8>, _ count: Int) {
        bytes = Array(UnsafeBufferPointer(start: start, count: count))
    }

    /// Limits of another size for each input, so small that inputs of some hundred bytes meet them.
    var limits: HTTPLimits {
        var limits = HTTPLimits()
        limits.requestLineSize = 16 + Int(digest % 80)
        limits.fieldSectionSize = 16 + Int((digest >> 8) % 240)
        limits.fieldCount = 1 + Int((digest >> 16) % 8)
        return limits
    }

    /// Follows from the content, so that a finding can be repeated.
    private var digest: UInt32 {
        bytes.reduce(into: UInt32(2_166_136_261)) { $0 = ($0 ^ UInt32($1)) &* 16_777_619 }
    }

    /// Ends of pieces, up to the end of all bytes.
    var cuts: [Int] {
        var state = digest
        let largest = UInt32(1 + state % 23)
        var cuts: [Int] = []
        var position = 0
        while position < bytes.count {
            state = state &* 1_664_525 &+ 1_013_904_223
            position = min(bytes.count, position + 1 + Int((state >> 8) % largest))
            cuts.append(position)
        }
        return cuts
    }

    func withBytes<Value>(_ body: (UnsafeRawBufferPointer) -> Value) -> Value {
        bytes.withUnsafeBytes(body)
    }
}
