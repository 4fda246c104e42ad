#ifndef CCONSOLE_H
#define CCONSOLE_H

#include <stddef.h>

/// How many files the console has.
size_t console_file_count(void);

/// A byte of a file's name, which is its path below `files`; 0 behind the name's end, and where there is no such file.
unsigned char console_file_name_byte(size_t file, size_t index);

/// How many bytes a file has; 0 where there is none.
size_t console_file_size(size_t file);

/// A byte of a file; 0 beyond its end.
unsigned char console_file_byte(size_t file, size_t index);

#endif
