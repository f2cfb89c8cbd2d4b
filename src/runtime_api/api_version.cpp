#include "runtime_api/api_version.hpp"

#include <algorithm>

#include "hashing/hashing.hpp"

namespace serinus::runtime_api {

std::optional<uint32_t> find_api(const executor::RuntimeVersion& version, std::string_view api) noexcept {
    const auto id = hashing::blake2b_64(as_bytes(api));
    const auto found = std::ranges::find(version.apis, id, &executor::RuntimeApi::id);
    return found == version.apis.end() ? std::nullopt : std::optional(found->version);
}

}  // namespace serinus::runtime_api
