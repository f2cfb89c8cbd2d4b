/// Changes compiled runtimes, for tests of those that have an API more than those that are there.
#pragma once

#include "base/bytes.hpp"

namespace serinus::test {

/// The module with one more exported function of the runtime's calls, whose answer is this byte. The module must be
/// valid, have no such export, and use functions of that type.
Bytes with_answer(BytesView wasm, std::string_view name, uint8_t byte);

/// The module with another version of an API that its list of APIs has.
Bytes with_api_version(BytesView wasm, std::string_view api, uint32_t version);

}  // namespace serinus::test
