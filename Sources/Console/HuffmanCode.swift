/// A Huffman code as DEFLATE has it, of which the lengths tell all (RFC 1951 §3.2.2).
struct HuffmanCode {
    /// Of each symbol, in bits; 0 for one that never comes.
    let lengths: [Int]

    /// Of each symbol, in the order in which the bits are packed: the most significant one first (§3.1.1).
    private let codes: [UInt32]

    init(lengths: [Int]) {
        self.lengths = lengths
        var codes = [UInt32](repeating: 0, count: lengths.count)
        var code: UInt32 = 0
        for length in 1...max(1, lengths.max() ?? 0) {
            code <<= 1
            for symbol in lengths.indices where lengths[symbol] == length {
                codes[symbol] = Self.reversed(code, count: length)
                code += 1
            }
        }
        self.codes = codes
    }

    /// Of the codes whose lengths are not above a limit, one with which symbols that come so often need the fewest bits. It has two
    /// symbols at least, if need be the first of those that never come: a code of one is a case of its own (§3.2.7), which some readers
    /// refuse.
    ///
    /// - Parameters:
    ///   - frequencies: of each symbol; 2 to 2 to the power of `limit` of them.
    ///   - limit: in bits.
    init(frequencies: [Int], limit: Int) {
        var frequencies = frequencies
        while frequencies.count(where: { $0 > 0 }) < 2, let unused = frequencies.firstIndex(of: 0) {
            frequencies[unused] = 1
        }
        self.init(lengths: Self.lengths(for: frequencies, limit: limit))
    }

    func write(_ symbol: DeflateSymbol, to writer: inout BitWriter) {
        writer.write(codes[symbol.number], count: UInt32(lengths[symbol.number]))
        writer.write(symbol.extra, count: symbol.extraCount)
    }

    /// By packages of ever more symbols: two at a time are merged, and each of the cheapest makes its symbols a bit longer (L. L. Larmore
    /// and D. S. Hirschberg, "A fast algorithm for optimal length-limited Huffman codes", Journal of the ACM 37 (1990), no. 3).
    private static func lengths(for frequencies: [Int], limit: Int) -> [Int] {
        let symbols = frequencies.indices.filter { frequencies[$0] > 0 }
            .sorted { (frequencies[$0], $0) < (frequencies[$1], $1) }
        let single = symbols.map { Package(weight: frequencies[$0], symbol: $0) }
        var rounds = [single]
        for _ in 1..<limit {
            let before = rounds[rounds.count - 1]
            let pairs = stride(from: 1, to: before.count, by: 2).map { index in
                Package(weight: before[index - 1].weight + before[index].weight, symbol: nil)
            }
            rounds.append(Package.sorted(single, pairs))
        }
        // Back from the last round: a pair that was taken stands for two of the round before.
        var lengths = [Int](repeating: 0, count: frequencies.count)
        var taken = 2 * single.count - 2
        for round in rounds.reversed() {
            let chosen = round.prefix(taken)
            for package in chosen {
                if let symbol = package.symbol { lengths[symbol] += 1 }
            }
            taken = 2 * chosen.count { $0.symbol == nil }
        }
        return lengths
    }

    private static func reversed(_ code: UInt32, count: Int) -> UInt32 {
        (0..<count).reduce(0) { $0 << 1 | code >> $1 & 1 }
    }
}

/// A symbol, or a pair of packages.
private struct Package {
    let weight: Int
    let symbol: Int?

    /// Both in one order, as each is by itself.
    static func sorted(_ some: [Package], _ others: [Package]) -> [Package] {
        var result: [Package] = []
        result.reserveCapacity(some.count + others.count)
        var rest = others[...]
        for package in some {
            while let first = rest.first, first.weight < package.weight {
                result.append(first)
                rest = rest.dropFirst()
            }
            result.append(package)
        }
        return result + rest
    }
}
