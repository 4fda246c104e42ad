/// Reads a DEFLATE block with dynamic codes (RFC 1951 §3.2.7), by the text of the RFC and without the writer's tables.
enum Inflating {
    static func bytes(of block: [UInt8]) -> [UInt8]? {
        var bits = Bits(bytes: block)
        guard bits.number(1) == 1, bits.number(2) == 2, let (symbols, distances) = bits.codes() else {
            return nil
        }
        var result: [UInt8] = []
        while let symbol = bits.symbol(by: symbols) {
            switch symbol {
            case 0...255: result.append(UInt8(symbol))
            case 256: return bits.isAtEnd ? result : nil
            default:
                guard let length = bits.length(of: symbol), let distance = bits.distance(by: distances),
                    distance <= result.count
                else { return nil }
                for _ in 0..<length { result.append(result[result.count - distance]) }
            }
        }
        return nil
    }
}

/// The symbol of each code, by the code's bits behind a 1, so that leading zeros count.
private typealias Code = [Int: Int]

private struct Bits {
    let bytes: [UInt8]
    var place = 0

    /// Whether nothing is left but the bits that fill the last byte.
    var isAtEnd: Bool { (place + 7) / 8 == bytes.count }

    mutating func number(_ count: Int) -> Int? {
        var value = 0
        for index in 0..<count {
            guard place / 8 < bytes.count else { return nil }
            value |= Int(bytes[place / 8] >> (place % 8) & 1) << index
            place += 1
        }
        return value
    }

    mutating func symbol(by code: Code) -> Int? {
        var word = 1
        for _ in 1...15 {
            guard let bit = number(1) else { return nil }
            word = word << 1 | bit
            if let symbol = code[word] { return symbol }
        }
        return nil
    }

    /// The three steps of §3.2.2; `nil` for lengths to which no codes belong, or too few.
    private static func code(of lengths: [Int]) -> Code? {
        var next = [Int](repeating: 0, count: 17)
        for bits in 1...15 {
            next[bits + 1] = (next[bits] + lengths.count { $0 == bits }) << 1
        }
        guard next[16] == 1 << 16 else { return nil }
        var code: Code = [:]
        for (symbol, length) in lengths.enumerated() where length > 0 {
            code[1 << length | next[length]] = symbol
            next[length] += 1
        }
        return code
    }

    /// The code of bytes and lengths, and that of distances.
    mutating func codes() -> (symbols: Code, distances: Code)? {
        guard let symbolCount = number(5), let distanceCount = number(5), let lengthCount = number(4) else {
            return nil
        }
        var own = [Int](repeating: 0, count: 19)
        for symbol in [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15].prefix(
            lengthCount + 4)
        {
            guard let length = number(3) else { return nil }
            own[symbol] = length
        }
        guard let code = Self.code(of: own) else { return nil }
        var lengths: [Int] = []
        while lengths.count < symbolCount + 257 + distanceCount + 1 {
            guard let symbol = symbol(by: code) else { return nil }
            switch symbol {
            case 16:
                guard let last = lengths.last, let count = number(2) else { return nil }
                lengths += [Int](repeating: last, count: 3 + count)
            case 17:
                guard let count = number(3) else { return nil }
                lengths += [Int](repeating: 0, count: 3 + count)
            case 18:
                guard let count = number(7) else { return nil }
                lengths += [Int](repeating: 0, count: 11 + count)
            default: lengths.append(symbol)
            }
        }
        guard lengths.count == symbolCount + 257 + distanceCount + 1,
            let symbols = Self.code(of: Array(lengths.prefix(symbolCount + 257))),
            let distances = Self.code(of: Array(lengths.dropFirst(symbolCount + 257)))
        else { return nil }
        return (symbols, distances)
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
    mutating func distance(by code: Code) -> Int? {
        guard let step = symbol(by: code) else { return nil }
        guard step >= 4 else { return 1 + step }
        let extra = step / 2 - 1
        return number(extra).map { 1 + ((2 + step % 2) << extra) + $0 }
    }
}
