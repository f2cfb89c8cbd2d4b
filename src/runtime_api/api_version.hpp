/// Which version of an API a runtime has.
#pragma once

#include <optional>
#include <string_view>

#include "executor/runtime_version.hpp"

namespace serinus::runtime_api {

/// nullopt: the runtime lacks the API ("BabeApi"). The list names APIs by BLAKE2b-64 of their names.
/// Spec: defn-rt-core-version
std::optional<uint32_t> find_api(const executor::RuntimeVersion& version, std::string_view api) noexcept;

}  // namespace serinus::runtime_api
