/// A block of DEFLATE with codes of its own, the only and last one (RFC 1951 §3.2.3, §3.2.7).
struct DeflateBlock {
    /// For each byte of the text, or each place that repeats an earlier one.
    private typealias Token = (symbol: DeflateSymbol, distance: DeflateSymbol?)

    /// The order in which the lengths of the code for lengths stand.
    private static let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    let bytes: [UInt8]

    init(of text: [UInt8]) {
        let tokens = Self.tokens(of: text)
        let symbols = Self.code(for: tokens.map(\.symbol), of: 286, limit: 15)
        let distances = Self.code(for: tokens.compactMap(\.distance), of: 30, limit: 15)
        let runs = Self.runs(of: symbols.lengths + distances.lengths)
        let lengths = Self.code(for: runs, of: 19, limit: 7)

        var writer = BitWriter()
        // The last block, with dynamic codes; then how many lengths of each code follow: all.
        for (number, count) in [(1, 1), (2, 2), (286 - 257, 5), (30 - 1, 5), (19 - 4, 4)]
            as [(UInt32, UInt32)]
        {
            writer.write(number, count: count)
        }
        for length in Self.lengthOrder { writer.write(UInt32(lengths.lengths[length]), count: 3) }
        for run in runs { lengths.write(run, to: &writer) }
        for token in tokens {
            symbols.write(token.symbol, to: &writer)
            if let distance = token.distance { distances.write(distance, to: &writer) }
        }
        writer.finish()
        bytes = writer.bytes
    }

    private static func tokens(of text: [UInt8]) -> [Token] {
        var tokens: [Token] = []
        var matches = MatchFinder(text)
        var place = 0
        while place < text.count {
            let next: Int
            if let match = matches.longest(at: place) {
                tokens.append((.length(match.length), .distance(match.distance)))
                next = place + match.length
            } else {
                tokens.append((.byte(text[place]), nil))
                next = place + 1
            }
            while place < next {
                matches.note(place)
                place += 1
            }
        }
        return tokens + [(.endOfBlock, nil)]
    }

    private static func code(for symbols: [DeflateSymbol], of count: Int, limit: Int) -> HuffmanCode {
        var frequencies = [Int](repeating: 0, count: count)
        for symbol in symbols { frequencies[symbol.number] += 1 }
        return HuffmanCode(frequencies: frequencies, limit: limit)
    }

    /// Lengths of codes in the alphabet of lengths, where a symbol may stand for several that are equal.
    static func runs(of lengths: [Int]) -> [DeflateSymbol] {
        var runs: [DeflateSymbol] = []
        var rest = lengths[...]
        while let length = rest.first {
            let count = rest.prefix { $0 == length }.count
            switch length {
            case 0 where count >= 3:
                let taken = min(count, 138)
                runs.append(.zeros(taken))
                rest = rest.dropFirst(taken)
            case 1... where count >= 4:
                let taken = min(count - 1, 6)
                runs += [DeflateSymbol(number: length), .repetition(taken)]
                rest = rest.dropFirst(1 + taken)
            default:
                runs.append(DeflateSymbol(number: length))
                rest = rest.dropFirst()
            }
        }
        return runs
    }
}
