import Allocation
import Files
import HTTP

/// A file of devices on its way from a request's body into a plan, piece by piece.
struct ImportUpload: Sendable {
    /// The largest file, in bytes.
    static let largestFile = 1_073_741_824

    /// Bytes a second that a client must send at the least, once the usual time for a body has passed.
    private static let leastRate = 16_384

    let form: FileForm
    let heading: ImportHeading
    let imports: any ImportRepository
    let background: Background

    /// A file that came whole.
    struct Received: Sendable {
        /// Has every row, and is to be finished; `nil` when there was to be no plan.
        let planner: (any ImportPlanner)?

        /// Of the body; `nil` when nobody asked for it.
        let digest: SHA256Digest?
    }

    /// What of a file has come so far.
    private struct Reading {
        /// `nil` when there is to be no plan.
        var reader: DeviceFileReader?
        var hash: SHA256?
    }

    /// Reads the whole body.
    ///
    /// - Parameters:
    ///   - body: of the request.
    ///   - isPlanned: whether there is to be a plan; else the body is only read.
    ///   - isHashed: whether its digest is wanted.
    /// - Returns: the plan, not yet finished.
    /// - Throws: `Problem` when it does not come, is too large, or cannot be read as a file of devices.
    func receive(
        _ body: HTTPRequestBody, isPlanned: Bool, isHashed: Bool
    ) async throws(Problem) -> Received {
        let (imports, heading) = (imports, heading)
        let planner =
            isPlanned ? try await run { () throws(StoreError) in try imports.beginPlan(heading) } : nil
        var reading = Reading(
            reader: isPlanned ? DeviceFileReader(form) : nil, hash: isHashed ? SHA256() : nil)
        var received = 0
        var piece = try await next(of: body, allowing: .zero)
        while let bytes = piece {
            received += bytes.count
            guard received <= Self.largestFile else {
                throw Problem(.bodyTooLarge, "A file may have \(Self.largestFile) bytes.")
            }
            reading = try await take(bytes, from: reading, into: planner)
            piece = try await next(of: body, allowing: .seconds(bytes.count) / Self.leastRate)
        }
        reading = try await take(nil, from: reading, into: planner)
        guard reading.reader?.hasBegun ?? true else {
            throw Problem(.invalidContent, "The file has no line.")
        }
        return Received(planner: planner, digest: reading.hash?.finalize())
    }

    private func next(
        of body: HTTPRequestBody, allowing time: Duration
    ) async throws(Problem) -> [UInt8]? {
        do throws(HTTPBodyError) {
            return try await body.next(allowing: time)
        } catch {
            throw Problem(error.problemType, "The file did not come whole, or not in time.")
        }
    }

    /// Judges all rows that are whole now.
    ///
    /// - Parameters:
    ///   - piece: the next one; `nil` at the end.
    ///   - reading: what has come before.
    ///   - planner: takes the rows.
    /// - Returns: what has come by now.
    /// - Throws: `Problem` when the file cannot be read, or the plan not be made.
    private func take(
        _ piece: [UInt8]?, from reading: Reading, into planner: (any ImportPlanner)?
    ) async throws(Problem) -> Reading {
        let result: Result<Reading, Problem> = await background.run {
            var reading = reading
            if let piece { reading.hash?.update(piece) }
            guard var reader = reading.reader, let planner else { return .success(reading) }
            if let piece { reader.push(piece) } else { reader.finish() }
            do {
                while let row = try reader.next() { try planner.add(row) }
                reading.reader = reader
                return .success(reading)
            } catch let error as DeviceFileError {
                return .failure(Problem(.invalidContent, "The file cannot be read: \(error)."))
            } catch let error as StoreError {
                return .failure(Problem(error, Self.failure))
            } catch {
                return .failure(Problem(.unavailable, Self.failure, cause: "\(error)"))
            }
        }
        return try result.get()
    }

    private static let failure = "The import cannot be planned"

    private func run<Value: Sendable>(
        _ body: @escaping @Sendable () throws(StoreError) -> Value
    ) async throws(Problem) -> Value {
        let result: Result<Value, Problem> = await background.run {
            do throws(StoreError) {
                return .success(try body())
            } catch {
                return .failure(Problem(error, Self.failure))
            }
        }
        return try result.get()
    }
}
