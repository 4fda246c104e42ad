#ifndef CSQLITE_H
#define CSQLITE_H

#include <sqlite3.h>
#include <stdint.h>

/// Has SQLite keep no statistics of its memory, and so take no lock of the whole process at each allocation
/// (sqlite.org/c3ref/c_config_covering_index_scan.html, SQLITE_CONFIG_MEMSTATUS). Before the first connection is opened;
/// Swift cannot call a function with "..." itself.
static inline int csqlite_keep_no_memory_statistics(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/// The head of a database's WAL-index, which SQLite keeps in memory shared by all processes: 48 bytes that every commit
/// changes (sqlite.org/walformat.html §2.1).
typedef struct {
    uint64_t words[6];
} csqlite_commit_mark;

/// Where the commit mark of an open database in WAL mode lies, in the mapping that the connection itself holds; NULL when
/// it has none. Good as long as the connection is open.
static inline const volatile uint64_t *csqlite_commit_mark_address(sqlite3 *database) {
    sqlite3_file *file = 0;
    volatile void *region = 0;
    if (sqlite3_file_control(database, "main", SQLITE_FCNTL_FILE_POINTER, &file) != SQLITE_OK || !file) return 0;
    if (!file->pMethods || file->pMethods->iVersion < 2 || !file->pMethods->xShmMap) return 0;
    // The WAL-index is mapped in regions of 32 KB; 0: not to be made longer (sqlite.org/c3ref/io_methods.html).
    if (file->pMethods->xShmMap(file, 0, 32768, 0, &region) != SQLITE_OK) return 0;
    return (const volatile uint64_t *)region;
}

static inline csqlite_commit_mark csqlite_read_commit_mark(const volatile uint64_t *address) {
    csqlite_commit_mark mark;
    for (int word = 0; word < 6; word++) mark.words[word] = __atomic_load_n(&address[word], __ATOMIC_ACQUIRE);
    return mark;
}

#endif
