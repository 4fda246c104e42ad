import Allocation
import DelimitedText
import HTTP

/// `/api/import-template.csv` and `/api/import-fields`: what a file of devices looks like, for who is about to write one.
struct ImportTemplateEndpoint: Sendable {
    var routes: [Route] {
        let readers = Access.bearer([.fleet, .auditor])
        return [
            Route(.get, "/api/import-template.csv", readers) { context throws(Problem) in
                try context.refuseQuery()
                return Self.template
            },
            Route(.get, "/api/import-fields", readers) { context throws(Problem) in
                try context.refuseQuery()
                return Self.fields
            },
        ]
    }

    private static let template: HTTPResponse = {
        var csv = CSVWriter()
        csv.append(record: ImportTemplate.header)
        csv.append(record: ImportTemplate.example)
        return HTTPResponse(
            status: .ok,
            fields: [
                ("content-type", "text/csv; charset=utf-8; header=present"),
                ("content-disposition", "attachment; filename=\"devices-template.csv\""),
            ], body: csv.take())
    }()

    private static let fields = HTTPResponse.json(.ok, ["fields": ImportTemplate.json])
}
