/// Reads a DEFLATE block with fixed codes (RFC 1951 §3.2.6), by the text of the RFC and without the writer's tables.
enum Inflating {
    static func bytes(of block: [UInt8]) -> [UInt8]? {
        var bits = Bits(bytes: block)
        guard bits.number(1) == 1, bits.number(2) == 1 else { return nil }
        var result: [UInt8] = []
        while let symbol = bits.symbol() {
            switch symbol {
            case 0...255: result.append(UInt8(symbol))
            case 256: return result
            default:
                guard let length = bits.length(of: symbol), let distance = bits.distance(),
                    distance <= result.count
                else { return nil }
                for _ in 0..<length { result.append(result[result.count - distance]) }
            }
        }
        return nil
    }
}

private struct Bits {
    let bytes: [UInt8]
    var place = 0

    mutating func number(_ count: Int) -> Int? {
        var value = 0
        for index in 0..<count {
            guard place / 8 < bytes.count else { return nil }
            value |= Int(bytes[place / 8] >> (place % 8) & 1) << index
            place += 1
        }
        return value
    }

    private mutating func code(_ count: Int, after start: Int = 0) -> Int? {
        var value = start
        for _ in 0..<count {
            guard let bit = number(1) else { return nil }
            value = value << 1 | bit
        }
        return value
    }

    mutating func symbol() -> Int? {
        guard let seven = code(7) else { return nil }
        if seven <= 0b001_0111 { return 256 + seven }
        guard let eight = code(1, after: seven) else { return nil }
        if eight <= 0b1011_1111 { return eight - 0b0011_0000 }
        if eight <= 0b1100_0111 { return 280 + eight - 0b1100_0000 }
        return code(1, after: eight).map { 144 + $0 - 0b1_1001_0000 }
    }

    /// Eight symbols of one length each, then four symbols for each number of further bits; the last one is 258.
    mutating func length(of symbol: Int) -> Int? {
        if symbol == 285 { return 258 }
        let step = symbol - 257
        guard step >= 8 else { return 3 + step }
        let extra = step / 4 - 1
        return number(extra).map { 3 + ((4 + step % 4) << extra) + $0 }
    }

    /// Four codes of one distance each, then two codes for each number of further bits.
    mutating func distance() -> Int? {
        guard let step = code(5) else { return nil }
        guard step >= 4 else { return 1 + step }
        let extra = step / 2 - 1
        return number(extra).map { 1 + ((2 + step % 2) << extra) + $0 }
    }
}
