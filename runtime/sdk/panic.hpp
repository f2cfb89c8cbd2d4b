/// The end of an execution: something that must not be is so. The message reaches the log with its place, then the
/// runtime traps and the host gives up the block, or the transaction. Never on what users send.
#pragma once

#include <source_location>
#include <string_view>

namespace serinus::sdk {

[[noreturn]] void panic(std::string_view message, std::source_location place = std::source_location::current());

}  // namespace serinus::sdk
