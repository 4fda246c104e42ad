import Allocation
import Files
import HTTP

/// `/api/devices.csv` and `/api/devices.ndjson`: the inventory as a file, as of one moment, streamed.
struct DeviceExportEndpoint: Sendable {
    /// How many exports there may be at once; each has a connection and a read transaction of its own.
    static let mostAtOnce = 4

    /// How long an export may last. Its client sets the pace, and the inventory's write-ahead log grows meanwhile.
    static let longestTime = Duration.seconds(900)

    /// So many devices are read at once.
    private static let batch = 200

    private let devices: any DeviceRepository
    private let report: @Sendable (String) -> Void
    private let places = Places(Self.mostAtOnce)

    init(devices: any DeviceRepository, report: @escaping @Sendable (String) -> Void) {
        self.devices = devices
        self.report = report
    }

    var routes: [Route] {
        FileForm.allCases.map { form in
            Route(.get, "/api/devices.\(form.rawValue)", .bearer([.fleet, .auditor])) {
                context throws(Problem) in
                try await export(form, to: context)
            }
        }
    }

    private func export(_ form: FileForm, to context: RequestContext) async throws(Problem)
        -> HTTPResponse
    {
        var parameters = QueryParameters(
            context.request.target, known: QueryParameters.deviceFilterNames + (form == .csv ? ["bom"] : []))
        let filter = parameters.deviceFilter()
        let isMarked = parameters.flag("bom") ?? false
        try parameters.finish()
        // A head alone needs nothing to be read.
        guard context.request.method != .head else {
            return .file(named: "devices", in: form, body: .stream { _ in })
        }
        guard let place = places.take() else {
            throw Problem(
                .unavailable, "\(Self.mostAtOnce) exports are under way already.",
                fields: [("retry-after", "10")])
        }
        // Its own thread: a client that reads slowly, or a filter that finds little, keeps nobody else waiting.
        let background = Background("export")
        let devices = devices
        let opened: Result<any DeviceReading, Problem> = await background.run {
            do throws(StoreError) {
                return .success(try devices.reading(of: filter))
            } catch {
                return .failure(Problem(error, "The inventory cannot be read"))
            }
        }
        let export = DeviceExport(
            try opened.get(), in: place, on: background, atMost: Self.longestTime)
        let file = DeviceFileWriter(form, isMarked: isMarked)
        return .file(named: "devices", in: form, body: .stream { try await write(export, as: file, to: $0) })
    }

    private func write(
        _ export: DeviceExport, as file: consuming DeviceFileWriter, to writer: HTTPBodyWriter
    ) async throws {
        var file = file
        defer { export.end() }
        while case let devices = try await batch(of: export), !devices.isEmpty {
            for device in devices { file.append(device) }
            guard file.count >= FileForm.pieceSize else { continue }
            try await writer.write(file.take())
        }
        try await writer.write(file.take())
    }

    private func batch(
        of export: DeviceExport
    ) async throws(DeviceExport.Failure) -> [DeviceRecord] {
        do throws(DeviceExport.Failure) {
            return try await export.next(atMost: Self.batch)
        } catch {
            // What has left cannot be taken back; the connection is cut, so that the file is seen to be incomplete.
            report("an export was broken off: \(error)")
            throw error
        }
    }
}
