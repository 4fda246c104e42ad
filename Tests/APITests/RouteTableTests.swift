@testable import API
import HTTP
import Testing

@Suite struct RouteTableTests {
    private let table = RouteTable(
        ["/a", "/a/{}", "/a/export", "/a/{}/apply", "/{}/b/c", "/a/b/{}"].map { path in
            Route(.get, path, .open) { _ in HTTPResponse(status: .ok) }
        } + [Route(.delete, "/a/{}", .open) { _ in HTTPResponse(status: .ok) }])

    @Test(arguments: [
        ("/a", "/a", ""), ("/a/x", "/a/{}", "x"), ("/a/x%2Fy%20z", "/a/{}", "x/y z"),
        ("/a/x/apply", "/a/{}/apply", "x"), ("/a/x%3F/apply?q=1", "/a/{}/apply", "x?"),
        // What is exact wins, unless it is spelled otherwise.
        ("/a/export", "/a/export", ""), ("/a/%65xport", "/a/{}", "export"),
        // Of two that fit, the first.
        ("/a/b/apply", "/a/{}/apply", "b"), ("/a/b/c", "/{}/b/c", "a"), ("/a/b/d", "/a/b/{}", "d"),
    ])
    func `a path is found by its segments`(target: String, path: String, parameter: String) throws {
        let found = try #require(table.methods(at: RequestTarget(target)))
        #expect(found.methods[.get]?.path == path)
        #expect(found.parameter == parameter)
    }

    @Test(arguments: [
        "/", "/b", "/a/", "/a//apply", "/a/x/", "/a/x/applied", "/a/x/y/z", "/a/%zz", "/a/%ff", "//b/c", "*",
    ])
    func `what has no route is not found`(target: String) {
        #expect(table.methods(at: RequestTarget(target)) == nil)
    }

    @Test func `an exact path hides what a name like it would take`() {
        #expect(
            table.methods(at: RequestTarget("/a/export"))?.methods.keys.sorted { $0.rawValue < $1.rawValue }
                == [.get])
        #expect(table.methods(at: RequestTarget("/a/x"))?.methods.count == 2)
    }
}
