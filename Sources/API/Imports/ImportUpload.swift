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

    /// Reads the whole body.
    ///
    /// - Throws: `Problem` when it does not come, is too large, or cannot be read as a file of devices.
    func plan(_ body: HTTPRequestBody) async throws(Problem) -> ImportPlan {
        let (imports, heading) = (imports, heading)
        let planner = try await run { () throws(StoreError) in try imports.beginPlan(heading) }
        var reader = DeviceFileReader(form)
        var received = 0
        var piece = try await next(of: body, allowing: .zero)
        while let bytes = piece {
            received += bytes.count
            guard received <= Self.largestFile else {
                throw Problem(.bodyTooLarge, "A file may have \(Self.largestFile) bytes.")
            }
            reader.push(bytes)
            reader = try await take(from: reader, into: planner)
            piece = try await next(of: body, allowing: .seconds(bytes.count) / Self.leastRate)
        }
        reader.finish()
        reader = try await take(from: reader, into: planner)
        guard reader.hasBegun else {
            throw Problem(.invalidContent, "The file has no line.")
        }
        return try await run { () throws(StoreError) in try planner.finish() }
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

    /// Judges all rows that are whole.
    private func take(
        from reader: DeviceFileReader, into planner: any ImportPlanner
    ) async throws(Problem) -> DeviceFileReader {
        let result: Result<DeviceFileReader, Problem> = await background.run {
            var reader = reader
            do {
                while let row = try reader.next() { try planner.add(row) }
                return .success(reader)
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
