import Allocation
import SQLite

extension StoreError {
    /// Runs `body` and turns what SQLite says into what a store says. This is the one place where that
    /// happens.
    static func translating<Result>(_ body: () throws -> Result) throws(StoreError) -> Result {
        do {
            return try body()
        } catch let error as StoreError {
            throw error
        } catch let error as SQLiteError where error.isConstraintViolation {
            throw .refused(error.message)
        } catch let error as SQLiteError where error.isDiskFull {
            throw .unavailable("the disk is full")
        } catch let error as SQLiteError {
            throw .unavailable(error.description)
        } catch {
            throw .inconsistent("\(error)")
        }
    }
}
