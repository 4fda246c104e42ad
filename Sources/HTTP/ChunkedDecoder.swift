/// Takes the chunked transfer coding (RFC 9112 §7.1) off a body that arrives in pieces.
///
/// Chunk extensions and trailers are checked, bounded and dropped. Every line must end with CRLF.
struct ChunkedDecoder {
    /// A body that is not in the chunked coding, or exceeds what is allowed around the data.
    struct Malformed: Error {}

    private enum State {
        case sizeStart, size, blankAfterSize, extensions, sizeLineFeed
        case data, dataReturn, dataLineFeed
        case trailerStart, trailerName, trailerValue, trailerLineFeed, lastLineFeed
        case complete
    }

    private var state = State.sizeStart
    private var chunkRemaining = 0
    private var sizeDigits = 0
    /// Bytes of extensions and trailers still allowed, all together.
    private var overheadRemaining: Int

    /// - Parameter overheadLimit: the most bytes of chunk extensions, and of trailers, all together.
    init(overheadLimit: Int) { overheadRemaining = overheadLimit }

    var isComplete: Bool { state == .complete }

    /// Decodes from the front of `input`, adding at most `limit` bytes of data to `output`.
    ///
    /// - Returns: how many bytes of input were used; what follows a complete body is not.
    mutating func decode(
        _ input: UnsafeRawBufferPointer, into output: inout [UInt8], limit: Int
    ) throws(Malformed) -> Int {
        var position = 0
        let end = output.count + limit
        while position < input.count, state != .complete {
            if state == .data {
                let count = min(chunkRemaining, input.count - position, end - output.count)
                guard count > 0 else { break }
                output.append(contentsOf: input[position..<(position + count)])
                position += count
                chunkRemaining -= count
                if chunkRemaining == 0 { state = .dataReturn }
            } else {
                try step(input[position])
                position += 1
            }
        }
        return position
    }

    private mutating func step(_ byte: UInt8) throws(Malformed) {
        switch state {
        case .sizeStart, .size: try stepSize(byte)
        case .blankAfterSize:
            // RFC 9112 §7.1.1: bad white space is allowed before an extension, and nowhere else.
            try spendOverhead()
            guard byte != UInt8(ascii: ";") else { return state = .extensions }
            guard byte.isBlank else { throw Malformed() }
        case .extensions:
            guard byte != .carriageReturn else { return state = .sizeLineFeed }
            // RFC 9112 §7.1.1: unknown extensions are ignored; within bounds, and without control bytes.
            try spendOverhead()
            guard byte.isFieldValueByte else { throw Malformed() }
        case .sizeLineFeed:
            guard byte == .lineFeed else { throw Malformed() }
            // RFC 9112 §7.1: a chunk of size zero is the last one.
            state = chunkRemaining == 0 ? .trailerStart : .data
        case .dataReturn:
            guard byte == .carriageReturn else { throw Malformed() }
            state = .dataLineFeed
        case .dataLineFeed:
            guard byte == .lineFeed else { throw Malformed() }
            state = .sizeStart
        case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed: try stepTrailer(byte)
        case .lastLineFeed:
            guard byte == .lineFeed else { throw Malformed() }
            state = .complete
        case .data, .complete: break
        }
    }

    private mutating func stepSize(_ byte: UInt8) throws(Malformed) {
        if let digit = byte.hexadecimalValue {
            if state == .sizeStart { (chunkRemaining, sizeDigits, state) = (0, 0, .size) }
            // RFC 9112 §7.1: recipients must guard against overflow of the chunk size.
            sizeDigits += 1
            guard sizeDigits <= 16, chunkRemaining <= Int.max >> 4 else { throw Malformed() }
            chunkRemaining = chunkRemaining << 4 | Int(digit)
            return
        }
        guard state == .size else { throw Malformed() }
        switch byte {
        case .carriageReturn: state = .sizeLineFeed
        case UInt8(ascii: ";"): state = .extensions
        case .space, .tab: state = .blankAfterSize
        default: throw Malformed()
        }
    }

    /// RFC 9112 §7.1.2: trailer fields are field lines, and may be discarded.
    private mutating func stepTrailer(_ byte: UInt8) throws(Malformed) {
        try spendOverhead()
        switch state {
        case .trailerStart where byte == .carriageReturn: state = .lastLineFeed
        case .trailerStart:
            guard byte.isTokenCharacter else { throw Malformed() }
            state = .trailerName
        case .trailerName where byte == .colon: state = .trailerValue
        case .trailerName:
            guard byte.isTokenCharacter else { throw Malformed() }
        case .trailerValue where byte == .carriageReturn: state = .trailerLineFeed
        case .trailerValue:
            guard byte.isFieldValueByte else { throw Malformed() }
        default:
            guard byte == .lineFeed else { throw Malformed() }
            state = .trailerStart
        }
    }

    private mutating func spendOverhead() throws(Malformed) {
        overheadRemaining -= 1
        guard overheadRemaining >= 0 else { throw Malformed() }
    }
}
