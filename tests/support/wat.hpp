/// WebAssembly's text format, for tests that read better so than as bytes. By wabt, an independent implementation.
#pragma once

#include <string_view>

#include "base/bytes.hpp"

namespace serinus::test {

/// The binary of a module written as text. Not validated, so that invalid modules can be made too; whatever later
/// features it uses are encoded. Text that cannot be parsed stops the test program.
Bytes wat(std::string_view text);

}  // namespace serinus::test
