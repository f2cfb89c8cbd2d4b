/// What a user types or pipes in.
#pragma once

#include <string>

#include "platform/files.hpp"

namespace serinus::platform {

/// All of the standard input, up to its end. Errors: it cannot be read, or it is larger than `max_bytes`.
Result<std::string, FileError> read_standard_input(size_t max_bytes);

/// A line without its line break: from the standard input if that is a pipe or file and has something left, otherwise
/// asked for on the terminal, without showing what is typed. A signal such as Ctrl-C restores the terminal and then
/// does what it does. Errors: nobody to ask, or the end of the input.
Result<std::string, FileError> read_secret_line(const char* prompt);

}  // namespace serinus::platform
